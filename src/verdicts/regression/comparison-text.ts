import type { Comparison } from './comparison.ts'
import type { Verdict } from './rule.ts'
import { CHECK_MODELS, changedModels } from './changed-models.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { describeMetric } from './metric-text.ts'

/** A comparison in lines: its metrics, or why nothing was compared, and the models that changed. */
export function comparisonLines(comparison: Comparison): [Verdict, string][] {
  const { compared, metrics, reason, stale } = comparison
  const models = modelChange(comparison)
  const lines: [Verdict, string][] =
    compared.length > 0 ? metrics.map((metric) => [metric.verdict, describeMetric(metric)]) : []
  if (models !== null) lines.push(['inconclusive', models])
  const explained = models !== null && stale.every(({ changed }) => changed === 'model')
  if (compared.length === 0 && !explained) lines.push(['inconclusive', printable(reason ?? '', { max: 300 })])
  return lines
}

/**
 * One line for goldens that were not compared because another model answers, and for the sources that are not compared at
 * all, which decides the verdict; null: all answering models are the same.
 */
function modelChange({ stale, compared, uncompared }: Comparison): string | null {
  const changed = stale.filter((each) => each.changed === 'model')
  if (changed.length === 0) return null
  const extent = compared.length === 0 && changed.length === stale.length ? '' : `${counted(changed.length, 'golden')} `
  const decisive =
    compared.length === 0 || uncompared.length === 0 ? '' : `, and none of ${uncompared.join(' and ')} is`
  return `models changed: ${changedModels(changed)}: ${extent}not compared${decisive}; ${CHECK_MODELS}; if the change is intended: \`npx vitest run goldens -u\``
}
