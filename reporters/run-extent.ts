/** The extent of a run within its project. */
export interface RunExtent {
  /** Options of the command line that leave tests out, such as `-t`. */
  narrowedBy: readonly string[]
  /** Test files that may use a golden set of the baseline and did not run. */
  notRun: readonly string[]
  /** Number of tests in the suites of goldens that were skipped or not reached. */
  skipped: number
  /** Shards without a blob, as `2/3`, in a merge of reports; null: unknown, because the blobs have other names. */
  lostShards: readonly string[] | null
}

/** Why a run covered only a part of the golden sets; null: it covered all, so a set it lacks does not exist. */
export function partialReason({ narrowedBy, notRun, skipped, lostShards }: RunExtent): string | null {
  if (narrowedBy.length > 0) return `it ran with ${narrowedBy.join(' and ')}`
  if (lostShards !== null && lostShards.length > 0) return `shard ${lostShards.join(' and ')} is missing`
  if (notRun.length > 0) return `${notRun.join(', ')} did not run`
  return skipped > 0 ? `${skipped} of its tests did not run` : null
}

/** Options of Vitest that leave tests out, and how they are written on the command line. */
const NARROWING: Readonly<Record<string, string>> = {
  testNamePattern: '-t',
  tagsFilter: '--tags-filter',
  shard: '--shard',
  changed: '--changed',
  related: 'related',
  project: '--project',
  cliExclude: '--exclude',
  dir: '--dir',
  lastFailed: '--last-failed',
  sinceLastRun: '--since-last-run',
}

/** The given options that leave tests out, as written on the command line. */
export function narrowingOptions(options: object): string[] {
  const given = new Map(Object.entries(options))
  return Object.entries(NARROWING).flatMap(([name, shown]) => {
    const value: unknown = given.get(name)
    return value === undefined || value === false || (Array.isArray(value) && value.length === 0) ? [] : [shown]
  })
}

/** The shards without a blob, as `2/3`; null where an option has changed the names of the blobs. */
export function lostShards(blobs: readonly string[]): string[] | null {
  const shards = blobs.flatMap((name) => {
    const [, label, index, count] = /^blob(.*)-(\d+)-(\d+)\.json$/.exec(name) ?? []
    return index === undefined ? [] : [{ label, index: Number(index), count: Number(count) }]
  })
  if (blobs.some((name) => !/^blob(-.*)?\.json$/.test(name))) return null
  return [...Map.groupBy(shards, ({ label, count }) => `${label}/${count}`).values()].flatMap((same) => {
    const found = new Set(same.map(({ index }) => index))
    const { count = 0 } = same[0] ?? {}
    return Array.from({ length: count }, (_, index) => index + 1)
      .filter((index) => !found.has(index))
      .map((index) => `${index}/${count}`)
  })
}
