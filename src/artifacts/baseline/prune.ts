import type { Baseline } from '../../../schemas/generated/baseline.ts'

/** What no longer exists: a set (`golden` null), or a golden of a set that exists. */
export interface Pruned {
  set: string
  golden: string | null
}

/** The names of a project's tests, as `vitest list` gives them: `SET > ID`, after the names of outer suites. */
export type TestNames = readonly string[]

/** A baseline without the sets and goldens of which the project has no test. Pure. */
export function pruneBaseline(baseline: Baseline, names: TestNames): { baseline: Baseline; pruned: Pruned[] } {
  const paths = names.map((name) => `${SEPARATOR}${name}`)
  const pruned: Pruned[] = []
  const sets = Object.entries(baseline.sets).flatMap(([set, content]): [string, typeof content][] => {
    const ids = new Set(paths.flatMap((path) => partsAfter(path, `${SEPARATOR}${set}${SEPARATOR}`)))
    if (ids.size === 0) {
      pruned.push({ set, golden: null })
      return []
    }
    const kept = Object.entries(content.goldens).filter(([id]) => {
      if (!ids.has(id)) pruned.push({ set, golden: id })
      return ids.has(id)
    })
    return [[set, { ...content, goldens: Object.fromEntries(kept) }]]
  })
  return { baseline: { ...baseline, sets: Object.fromEntries(sets) }, pruned }
}

const SEPARATOR = ' > '

/** The rest of a path after each occurrence of a name: a golden's id may contain the name of its set. */
function partsAfter(path: string, name: string): string[] {
  const parts: string[] = []
  for (let at = path.indexOf(name); at !== -1; at = path.indexOf(name, at + 1)) parts.push(path.slice(at + name.length))
  return parts
}
