import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Defines the tags of the golden sets beside the baseline: Vitest rejects a tag that is not defined. */
export function defineTags(project: TestProject, baseline: string): void {
  const defined = new Set(project.config.tags.map((tag) => tag.name))
  for (const name of tagsIn(dirname(baseline))) {
    if (!defined.has(name)) project.config.tags.push({ name })
    defined.add(name)
  }
}

/** A key of tags in JSON; any character may be escaped. Most files have no tags, and are not parsed. */
const MAY_HAVE_TAGS = /"tags"|\\u/

/** The tags of all golden sets in a folder. A file that is not a golden set is reported by the suite that reads it. */
function tagsIn(folder: string): string[] {
  return jsonFiles(folder).flatMap((path) => {
    try {
      const text = readFileSync(path, 'utf8')
      if (!MAY_HAVE_TAGS.test(text)) return []
      const set = JSON.parse(text) as { goldens?: unknown }
      const goldens = (Array.isArray(set) ? set : set.goldens) as { tags?: unknown }[]
      return goldens.flatMap(({ tags }) => tags ?? []).filter((tag) => typeof tag === 'string')
    } catch {
      return []
    }
  })
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [join(folder, name)] : []))
}
