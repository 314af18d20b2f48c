import { readFile } from 'node:fs/promises'
import { checkSets, type SetFinding, type LocatedSet, type RecordedReply } from './check-sets.ts'
import { readGoldenSet } from './golden-set.ts'
import { GoldenSetError } from './golden-set-error.ts'
import { placeOfGolden, readJsonText } from './json-text.ts'

/** The golden sets that could be read, and the findings about all of them. */
export interface CheckedFiles {
  sets: LocatedSet[]
  findings: SetFinding[]
}

/** Reads golden sets and checks them together. `shown` gives the name of a path in the findings. */
export async function checkFiles(
  paths: readonly string[],
  replies: readonly RecordedReply[],
  shown: (path: string) => string,
): Promise<CheckedFiles> {
  const sets: LocatedSet[] = []
  const findings: SetFinding[] = []
  for (const path of paths) {
    try {
      sets.push(await locatedSet(path, shown(path)))
    } catch (error) {
      if (!(error instanceof GoldenSetError)) throw error
      findings.push(...invalid(error, shown(path)))
    }
  }
  return { sets, findings: [...findings, ...checkSets(sets, replies)] }
}

async function locatedSet(path: string, file: string): Promise<LocatedSet> {
  const goldens = await readGoldenSet(path)
  const text = readJsonText((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
  return { file, goldens, placeOf: (index) => placeOfGolden(text, index) }
}

function invalid({ problems, message }: GoldenSetError, file: string): SetFinding[] {
  const facts = { level: 'error', rule: 'invalid', file } as const
  if (problems.length === 0)
    return [{ ...facts, line: 1, column: 1, message: message.replace(/^golden set [^\n]*?: /, '') }]
  return problems.map((problem) => ({ ...facts, ...problem }))
}
