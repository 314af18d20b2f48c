import type { Vitest } from 'vitest/node'

/**
 * How tests carry the data of reporters. `meta`: in their meta, which the JSON reporter writes. `cards`: not in their meta,
 * because the Vitest UI or the HTML report shows cards and would print the meta below. `none`: no reporter shows it.
 */
export type DrillDown = 'meta' | 'cards' | 'none'

type Shown = Pick<Vitest['config'], 'ui' | 'reporters'>

/** Whether the Vitest UI or the HTML report will show the tests of a run. */
export function showsCards({ ui, reporters }: Shown): boolean {
  return ui || namesOf(reporters).includes('html')
}

/** How the tests of a run carry the data of reporters. */
export function drillDownOf(config: Shown): DrillDown {
  if (namesOf(config.reporters).includes('json')) return 'meta'
  return showsCards(config) ? 'cards' : 'none'
}

function namesOf(reporters: Shown['reporters']): unknown[] {
  return reporters.map((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter))
}
