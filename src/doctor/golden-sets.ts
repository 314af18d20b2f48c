import { relative } from 'node:path'
import { checkFiles } from '../goldens/sets/check-files.ts'
import { findGoldenSets } from '../goldens/sets/find-sets.ts'
import type { Settings } from '../settings/settings.ts'
import { counted } from '../text/counted.ts'
import { failed, ok, warning } from './check.ts'
import type { Check } from './check.ts'

const NAME = 'golden sets'

/** How many findings the check names; `aios goldens check` prints all. */
const LISTED = 3

/** The golden sets of the project, checked as by `aios goldens check`, but not against recorded replies. */
export async function goldenSetsCheck({ root }: Pick<Settings, 'root'>): Promise<Check> {
  const paths = findGoldenSets(root)
  if (paths.length === 0) return warning(NAME, 'the project has no golden set', 'Create one: `npx aios init`.')
  const { sets, findings } = await checkFiles(paths, [], (path) => relative(root, path).replaceAll('\\', '/'))
  const goldens = sets.reduce((sum, set) => sum + set.goldens.length, 0)
  const total = `${counted(goldens, 'golden')} in ${counted(paths.length, 'set')}`
  if (findings.length === 0) return ok(NAME, total)
  const errors = findings.filter(({ level }) => level === 'error')
  const [first, ...others] = (errors.length > 0 ? errors : findings).map(
    ({ file, line, column, message }) => `${file}:${line}:${column}  ${message}`,
  )
  const listed = [first, ...others.slice(0, LISTED - 1)].join('; ')
  const more = others.length >= LISTED ? `; and ${others.length + 1 - LISTED} more` : ''
  const make = errors.length > 0 ? failed : warning
  return make(NAME, `${total}: ${listed}${more}`, 'Correct the file; list all findings: `npx aios goldens check`.')
}
