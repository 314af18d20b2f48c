import { existsSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Baseline } from '../../../schemas/generated/baseline.ts'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { datedCopy } from '../../dated-copy.ts'
import { isRecord } from '../../is-record.ts'
import { isErrorText } from '../../provenance/legacy/error-text.ts'
import { counted } from '../../text/counted.ts'
import { readBaseline, readBaselineData } from './baseline-file.ts'
import { compactBaseline } from './compact-baseline.ts'
import { fromRunbook, isRunbookBaseline } from './runbook-baseline.ts'
import { REPLY_LENGTH } from './update.ts'
import { writeBaseline } from './write-baseline.ts'

/** Where a migration writes: to a new file, in place of the baseline, or to no file (a dry run). */
export type BaselineTarget = { kind: 'new'; path: string } | { kind: 'in_place' } | { kind: 'none' }

/**
 * Converts the runbook's baseline to the current format. Each golden keeps its original, and the file keeps what it says
 * of the run, so nothing is lost. A current baseline stays as it is. Throws a BaselineError for an invalid file, and an
 * Error when it does not exist, or the new file exists with another content.
 */
export function migrateBaseline(path: string, target: BaselineTarget): MigratedFile {
  const data = readBaselineData(path)
  const before = readBaseline(path)
  if (before === null)
    throw new Error(`the baseline ${path} does not exist\n  name the file: npx aios baseline migrate FILE`)
  if (!isRunbookBaseline(data)) {
    const goldens = Object.values(before.sets).flatMap((set) => Object.keys(set.goldens)).length
    return { ...fileOf(path), state: 'up_to_date', read: goldens, kept: goldens === 0 ? {} : { goldens } }
  }
  const { baseline, setAside, cut } = converted(path, data)
  const facts: MigratedFile = {
    ...fileOf(path),
    read: data.tests.length,
    kept: counts(Array.from({ length: data.tests.length - setAside.length }, () => 'goldens')),
    set_aside: counts(setAside.map(({ reason }) => reason)),
    notes:
      cut === 0
        ? []
        : [`${counted(cut, 'reply', 'replies')} cut to ${REPLY_LENGTH} characters; "original" has all of it`],
  }
  if (target.kind === 'none') return { ...facts, state: 'would_migrate' }
  if (target.kind === 'in_place') {
    const backup = datedCopy(path)
    writeBaseline(path, baseline)
    return { ...facts, state: 'migrated', to: path, backup }
  }
  if (existsSync(target.path)) {
    const there = readBaselineData(target.path)
    const forms: unknown[] = [baseline, compactBaseline(baseline)]
    if (forms.some((form) => isDeepStrictEqual(there, JSON.parse(JSON.stringify(form)))))
      return { ...facts, state: 'up_to_date', to: target.path }
    throw new Error(`${target.path} exists with another content\n  choose another file with --to, or delete it`)
  }
  writeBaseline(target.path, baseline)
  return { ...facts, state: 'migrated', to: target.path }
}

function fileOf(file: string): MigratedFile {
  const nothing = { read: 0, kept: {}, set_aside: {}, notes: [] }
  return { file, state: 'up_to_date', to: null, backup: null, set_aside_in: null, ...nothing }
}

interface SetAsideTest {
  reason: string
  test: unknown
}

function converted(path: string, data: Parameters<typeof fromRunbook>[1]) {
  const baseline = fromRunbook(path, data)
  const last = new Map(data.tests.flatMap((test) => (isRecord(test) ? [[test['id'], test] as const] : [])))
  const setAside: SetAsideTest[] = []
  const originals = new Map<string, Record<string, unknown>>()
  for (const test of data.tests) {
    const reason =
      reasonOf(test) ?? (isRecord(test) && last.get(test['id']) !== test ? 'repeated id; the last one is kept' : null)
    if (reason !== null) setAside.push({ reason, test })
    else if (isRecord(test)) originals.set(String(test['id']), test)
  }
  const sets = Object.entries(baseline.sets).map(([set, { goldens }]): [string, Baseline['sets'][string]] => [
    set,
    {
      goldens: Object.fromEntries(
        Object.entries(goldens).map(([id, golden]) => [id, { ...golden, original: originals.get(id) ?? {} }]),
      ),
    },
  ])
  const { tests: _, ...run } = data
  const original = { ...run, ...(setAside.length > 0 && { tests_set_aside: setAside.map(({ test }) => test) }) }
  const cut = [...originals.values()].filter(({ response }) => String(response).length > REPLY_LENGTH).length
  return { baseline: { ...baseline, sets: Object.fromEntries(sets), original }, setAside, cut }
}

/** Why a question has no answer, as `fromRunbook` decides it; null: it has one. */
function reasonOf(test: unknown): string | null {
  if (!isRecord(test)) return null
  const { source, response } = test
  if (source === 'unknown') return 'not answered: unknown source'
  return typeof response === 'string' && isErrorText(response) ? 'not answered: the reply is an error text' : null
}

function counts(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}
