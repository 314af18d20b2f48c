import type {
  Baseline,
  BaselineGolden,
  BaselineSet,
  CompactBaseline,
  CompactGolden,
  CompactSet,
  SharedFacts,
} from '../../../schemas/generated/baseline.ts'

/** Facts that the goldens of a recording share. */
const SHARED = ['source', 'model', 'origin', 'recorded_at', 'git_commit'] as const

/** A baseline as it is written: a set has the facts once that most of its goldens share. Pure. */
export function compactBaseline(baseline: Baseline): CompactBaseline {
  return { ...baseline, schema_version: '2.1', sets: mapped(baseline.sets, compactSet) }
}

/** The whole baseline of a written one; a list: the facts that neither a golden nor its set has. Pure. */
export function expandBaseline(compact: CompactBaseline): Baseline | string[] {
  const missing = Object.entries(compact.sets).flatMap(([set, { defaults, goldens }]) => {
    const own = SHARED.filter((fact) => defaults?.[fact] === undefined)
    if (own.length === 0) return []
    return Object.entries(goldens).flatMap(([id, golden]) =>
      own
        .filter((fact) => golden[fact] === undefined)
        .map((fact) => `/sets/${set}/goldens/${id} must have required property '${fact}', or /sets/${set}/defaults`),
    )
  })
  if (missing.length > 0) return missing
  return { ...compact, schema_version: '2.0', sets: mapped(compact.sets, expandSet) }
}

function compactSet({ goldens }: BaselineSet): CompactSet {
  const all = Object.values(goldens)
  if (all.length === 0) return { goldens }
  const defaults = Object.fromEntries(
    SHARED.map((fact) => [fact, mostShared(all.map((golden) => golden[fact]))]),
  ) as SharedFacts
  const shared = new Map<string, unknown>(Object.entries(defaults))
  const own = (golden: BaselineGolden) =>
    Object.fromEntries(
      Object.entries(golden).filter(([key, value]) => !(shared.has(key) && shared.get(key) === value)),
    ) as CompactGolden
  return { defaults, goldens: mapped(goldens, own) }
}

function expandSet({ defaults, goldens }: CompactSet): BaselineSet {
  return {
    // The fingerprint comes first; to part it from the others takes longer than to assign it twice.
    goldens: mapped(
      goldens,
      (golden) => Object.assign({ fingerprint: golden.fingerprint }, defaults, golden) as BaselineGolden,
    ),
  }
}

/** The value that most have; the first of equally frequent ones. */
function mostShared<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0]
}

/** `fromEntries` also keeps keys such as `__proto__`. */
function mapped<T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
