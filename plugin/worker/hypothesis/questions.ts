import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import { conversationOf, readGoldenSet } from '../../../src/goldens/sets/golden-set.ts'
import { mustBe } from '../../../src/text/option-errors.ts'
import { printable } from '../../../src/text/printable.ts'
import { isRecord } from '../../../src/is-record.ts'
import type { WorkerContext } from '../suite/worker-context.ts'
import type { SuiteGolden } from '../suite/suite-golden.ts'

/** Golden sets, each relative to the file of the hypothesis. */
export type QuestionFiles = string | readonly string[]

/**
 * Reads the questions of a hypothesis. Default: all golden sets beside the baseline. Rejects for an invalid set, and where
 * there is no set.
 */
export async function readQuestions(
  worker: WorkerContext,
  testFile: string,
  files: QuestionFiles | undefined,
): Promise<SuiteGolden[]> {
  const { baseline, root } = worker.facts.settings
  const paths =
    files === undefined ? setsBeside(baseline) : pathsOf(files).map((file) => resolve(dirname(testFile), file))
  if (paths.length === 0)
    throw new Error(
      `aios: a hypothesis needs questions, and the folder ${relative(root, dirname(baseline)) || '.'} contains no golden set. Name one: { goldens: './questions.json' }, relative to the file of the hypothesis`,
    )
  const sets = await Promise.all(paths.map((path) => readSet(worker, path)))
  const goldens = sets.flat()
  const names = new Set<string>()
  const twice = goldens.map(({ set, id }) => `${set}: ${id}`).find((name) => names.size === names.add(name).size)
  if (twice !== undefined)
    throw new Error(`aios: two of the golden sets contain "${printable(twice)}": rename one of the files`)
  return goldens
}

function pathsOf(files: QuestionFiles): string[] {
  const paths = [files].flat()
  if (paths.length > 0 && paths.every((path) => typeof path === 'string' && path.trim() !== '')) return paths
  throw new RangeError(`aios: ${mustBe('"goldens"', 'the path of a golden set, or an array of paths', files)}`)
}

async function readSet(worker: WorkerContext, path: string): Promise<SuiteGolden[]> {
  worker.usesGoldenSet(path)
  const set = basename(path, '.json').replaceAll('_', ' ')
  return (await readGoldenSet(path)).map((golden) => ({
    ...golden,
    set,
    fingerprint: fingerprint(golden),
    conversation: conversationOf(golden),
    tolerated: false,
  }))
}

/** Files that look like golden sets, and files that are not valid JSON, which their reader reports. */
function setsBeside(baseline: string): string[] {
  const folder = dirname(baseline)
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return names
      .sort()
      .map((name) => join(folder, name))
      .filter(isSet)
  } catch {
    return []
  }
}

function isSet(path: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return Array.isArray(content) || (isRecord(content) && 'goldens' in content)
  } catch {
    return true
  }
}
