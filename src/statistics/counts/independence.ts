import { assert, assertCount } from '../distributions/domain.ts'
import type { Random } from '../distributions/random.ts'

/** A table of counts, one list for each row. */
export type Table = readonly (readonly number[])[]

/**
 * The association of rows and columns, 0 to 1 (Cramér 1946). `corrected` subtracts the bias by chance (Bergsma 2013). null
 * where a side has fewer than two kinds.
 */
export function cramersV(table: Table): { v: number; corrected: number } | null {
  const statistic = chiSquared(table)
  if (statistic === null) return null
  const { value, n, rows, columns } = statistic
  const square = value / n
  const rest = Math.max(0, square - ((rows - 1) * (columns - 1)) / (n - 1))
  const narrow = (kinds: number) => kinds - (kinds - 1) ** 2 / (n - 1)
  const width = Math.min(narrow(rows), narrow(columns)) - 1
  return {
    v: Math.min(1, Math.sqrt(square / (Math.min(rows, columns) - 1))),
    corrected: width > 0 ? Math.min(1, Math.sqrt(rest / width)) : 0,
  }
}

/** An observation with its row and column in a table. Observations of one cluster are not independent. */
export interface ClusteredLabel {
  row: string
  column: string
  cluster: string
}

/**
 * Tests whether rows and columns are independent, by permuting the rows of whole clusters (Pearson's
 * chi-squared as the statistic). A cluster must lie in one row; p = (1 + extreme) / (1 + permutations).
 */
export function permutationIndependence(
  values: readonly ClusteredLabel[],
  { random, permutations = 9_999 }: { random: Random; permutations?: number },
): { p: number; table: number[][] } {
  const clusters = [...Map.groupBy(values, (value) => value.cluster).values()]
  const mixed = clusters.find((cluster) => cluster.some((value) => value.row !== cluster[0]?.row))
  assert(mixed === undefined, 'rows of a cluster', 'one', new Set(mixed?.map(({ row }) => row)).size)
  const rows = clusters.flatMap((cluster) => cluster.slice(0, 1)).map(({ row }) => row)
  const columns = [...new Set(values.map((value) => value.column))]
  const tableOf = (labels: readonly string[]) => {
    const kinds = [...new Set(rows)]
    const table = kinds.map(() => columns.map(() => 0))
    for (const [index, cluster] of clusters.entries()) {
      const row = table[kinds.indexOf(labels[index] ?? '')] ?? []
      for (const value of cluster) {
        const column = columns.indexOf(value.column)
        row[column] = (row[column] ?? 0) + 1
      }
    }
    return table
  }
  const table = tableOf(rows)
  // The sums of rows and columns stay the same in each permutation, so no other table has a statistic either.
  const statistic = (of: Table) => chiSquared(of)?.value ?? 0
  const own = statistic(table)
  let extreme = 0
  for (let round = 0; round < permutations; round++) {
    if (statistic(tableOf(random.shuffle(rows))) >= own - 1e-9) extreme += 1
  }
  return { p: (1 + extreme) / (1 + permutations), table }
}

function chiSquared(table: Table): { value: number; n: number; rows: number; columns: number } | null {
  for (const count of table.flat()) assertCount('each count', count)
  const [first = []] = table
  for (const { length } of table)
    assert(length === first.length, 'each row', `as long as the first (${first.length})`, length)
  const rowSums = table.map((row) => row.reduce((sum, count) => sum + count, 0))
  const columnSums = first.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0))
  const n = rowSums.reduce((sum, count) => sum + count, 0)
  const kinds = (sums: readonly number[]) => sums.filter((sum) => sum > 0).length
  const [rows, columns] = [kinds(rowSums), kinds(columnSums)]
  if (rows < 2 || columns < 2) return null
  let value = 0
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const expected = ((rowSums[i] ?? 0) * (columnSums[j] ?? 0)) / n
      if (expected > 0) value += (count - expected) ** 2 / expected
    }
  }
  return { value, n, rows, columns }
}
