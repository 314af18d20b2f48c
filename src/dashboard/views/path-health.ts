import { CREATE_STATE } from '../../artifacts/router/find-state.ts'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { PathHealth } from '../../../schemas/generated/dashboard.ts'
import { baselineProblem } from '../../artifacts/baseline/baseline-error.ts'
import { readBaseline } from '../../artifacts/baseline/baseline-file.ts'
import { readReport } from '../../artifacts/report/read-report.ts'
import { findGoldenSets } from '../../goldens/sets/find-sets.ts'
import { leftOut } from '../../provenance/log-files.ts'
import type { Skipped } from '../../provenance/read.ts'
import { isSpecialFile } from '../../regular-file.ts'
import { readContent } from '../../router/stores/state-file.ts'
import { readCoefficients } from '../../router/weight/coefficients-file.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { problemOf } from '../../text/problem.ts'
import { filesOf, type Sources } from '../sources.ts'
import { RUN_GOLDENS } from './log-state.ts'

/** The content of a file, judged: what it holds, or a problem. */
type Judgement = { detail: string | null } | { problem: string; next: string }

/** The files and folders that a project uses, with their sizes and problems. */
export function pathHealth(settings: Settings): PathHealth[] {
  const { dir, root, baseline, cassettes, router } = settings
  const state = stateFile(dir)
  return [
    pathOf('folder of runs', dir, folderDetail, RUN_GOLDENS),
    pathOf('last report', join(dir, 'last_report.json'), reportDetail, RUN_GOLDENS),
    optional(pathOf('comparisons', join(dir, 'comparisons'), folderDetail, RUN_GOLDENS)),
    optional(pathOf('router state', state, stateDetail, CREATE_STATE)),
    optional(pathOf('learnt coefficients', router.weights, coefficientsDetail, 'learn them: npx aios router learn')),
    pathOf('baseline', baseline, baselineDetail, 'record it: npx vitest run goldens -u'),
    pathOf('cassettes', cassettes, folderDetail, 'record them: AIOS_RECORD=5 npx vitest run goldens'),
    ...goldenSets(root),
  ]
}

/** A file that a project does without until a command or a live run writes it. Pure. */
function optional(path: PathHealth): PathHealth {
  return path.state === 'missing' ? { ...path, state: 'not_written_yet' } : path
}

function goldenSets(root: string): PathHealth[] {
  const known = () => ({ detail: null })
  try {
    return findGoldenSets(root).map((path) => pathOf(`golden set ${relative(root, path)}`, path, known, RUN_GOLDENS))
  } catch (error) {
    // A folder of the project cannot be listed.
    const { reason, next } = problemOf(error)
    return [
      { name: 'golden sets', path: root, bytes: null, changedAt: null, state: 'unreadable', detail: reason, next },
    ]
  }
}

/**
 * The files of the log, the current one last, and the entries with its name that are not files. `unreadable`: the files that
 * could not be read to their end.
 */
export function logPaths(log: Sources['log'], unreadable: Skipped['unreadable']): PathHealth[] {
  const reasons = new Map(unreadable.map(({ path, reason }) => [resolve(path), reason]))
  return [
    ...filesOf(log).map((path): PathHealth => {
      const health = pathOf('log', path, () => ({ detail: null }), RUN_GOLDENS)
      const reason = reasons.get(resolve(path))
      if (health.state !== 'ok' || reason === undefined) return health
      const { reason: why, next } = problemOf(reason)
      const detail = `it cannot be read to its end: ${why}`
      return { ...health, state: 'unreadable', detail, next: next ?? 'restore it from a copy, or move it away' }
    }),
    ...othersIn(log).map(({ path, reason: detail }): PathHealth => {
      return { name: 'log', path, bytes: null, changedAt: null, state: 'invalid', detail, next: 'move it away' }
    }),
  ]
}

function othersIn(log: Sources['log']): { path: string; reason: string }[] {
  try {
    return leftOut(log)
  } catch {
    // The health of the folder has the reason.
    return []
  }
}

function pathOf(name: string, path: string, judge: (path: string) => Judgement, whenMissing: string): PathHealth {
  const facts = { name, path, bytes: null, changedAt: null, detail: null, next: null }
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return { ...facts, state: 'missing', next: whenMissing }
    const known = { ...facts, bytes: stats.isDirectory() ? null : stats.size, changedAt: Math.round(stats.mtimeMs) }
    if (isSpecialFile(stats)) {
      const detail = 'it is a pipe, a socket or a device, which is not read'
      return { ...known, state: 'invalid', detail, next: 'move it away' }
    }
    accessSync(path, constants.R_OK)
    const judged = judge(path)
    if ('problem' in judged) return { ...known, state: 'invalid', detail: judged.problem, next: judged.next }
    return { ...known, state: 'ok', detail: judged.detail }
  } catch (error) {
    const { reason, next } = problemOf(error)
    return {
      ...facts,
      state: 'unreadable',
      detail: reason,
      next: next ?? 'check the permissions of the file and its folder',
    }
  }
}

function folderDetail(path: string): Judgement {
  return { detail: counted(readdirSync(path).length, 'entry', 'entries') }
}

function reportDetail(path: string): Judgement {
  const report = readReport(path)
  if ('unread' in report) return { problem: report.reason, next: RUN_GOLDENS }
  return { detail: `of ${report.ts}` }
}

function stateDetail(path: string): Judgement {
  const content = readContent(path, new Date().toISOString())
  if (content.kind === 'corrupt' || content.kind === 'newer')
    return { problem: content.reason, next: 'the next live run renames it; to delete it: npx aios router reset' }
  return { detail: content.kind === 'older' ? content.reason : null }
}

function coefficientsDetail(path: string): Judgement {
  try {
    readCoefficients(path)
    return { detail: null }
  } catch (error) {
    return { problem: problemOf(error).reason, next: 'undo the last learning: npx aios router learn --undo' }
  }
}

function baselineDetail(path: string): Judgement {
  try {
    readBaseline(path)
    return { detail: null }
  } catch (error) {
    return { problem: baselineProblem(error).reason, next: 'list its copies: npx aios baseline list' }
  }
}
