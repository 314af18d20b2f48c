import { mean } from '../../../statistics/quantile.ts'
import { hodgesLehmann } from '../../../statistics/ranks/walsh.ts'
import type { GroupedSample } from './sample.ts'
import { isBinary, scaleOf } from '../contrasts/scale.ts'

/**
 * Grouped values as independent units. `blocked`: each unit was seen in every context, and row k of all columns is the
 * same unit. Not blocked: each value of a column is a unit of its own.
 */
export interface Layout {
  blocked: boolean
  /** For each context and unit: the location of the unit's values there (for outcomes the mean). */
  columns: number[][]
  /** Every value of each context, by unit, in the order of `columns`. */
  raw: number[][][]
  /** Units that a blocked layout leaves out, as they were not seen in every context. */
  leftOut: number
}

/**
 * Finds the design in the data. If at least half of the clusters were seen in every context, contexts are compared
 * within those clusters. Otherwise they are compared between clusters; a cluster that is in several contexts then counts
 * as several, which costs power where its values are similar.
 */
export function layoutOf({ groups, metric }: GroupedSample): Layout {
  const { to } = scaleOf(metric)
  const byContext = groups.map(({ values }) => Map.groupBy(values, ({ cluster }) => cluster))
  const clusters = [...new Set(byContext.flatMap((context) => [...context.keys()]))]
  const everywhere = clusters.filter((cluster) => byContext.every((context) => context.has(cluster)))
  const blocked = everywhere.length * 2 >= clusters.length
  const raw = byContext.map((context) =>
    (blocked ? everywhere : [...context.keys()]).map((cluster) =>
      (context.get(cluster) ?? []).map(({ value }) => to(value)),
    ),
  )
  const middle = isBinary(metric) ? (values: number[]) => mean(values) ?? 0 : hodgesLehmann
  return {
    blocked,
    columns: raw.map((units) => units.map(middle)),
    raw,
    leftOut: blocked ? clusters.length - everywhere.length : 0,
  }
}

/** The number of independent units. */
export function unitsOf({ blocked, columns }: Layout): number {
  return blocked ? (columns[0] ?? []).length : columns.reduce((sum, column) => sum + column.length, 0)
}

/** Why a layout cannot be judged; null: it can be. */
export function unusableLayout({ columns }: Layout): string | null {
  const isFew = columns.some((column) => column.length < 2)
  return isFew ? 'one conversation in a context is too few to generalise from' : null
}
