// The Vitest plugin for the config file: settings, broker, reporter and watch mode.
/// <reference types="vitest/config" />
import { serveInUi } from './main/dashboard-in-ui.ts'
import type { TestProject, Vite, Vitest } from 'vitest/node'
import type { Session } from './main/session.ts'
import { setTimeout } from '../src/clock.ts'
import { nodeProblem } from '../src/node-version.ts'
import type { AiosOptions, Settings } from '../src/settings/settings.ts'
import { findJestExtended } from './main/find-jest-extended.ts'
import { rerunForData } from './main/rerun-for-data.ts'
import { collectGoldensToList } from './main/list.ts'
import { defineTags } from './main/tags.ts'
import { limitWorkerMemory } from './main/worker-memory.ts'
import { settingsOr, Workspace } from './main/workspace.ts'
import './augment.ts'

export type { AiosOptions } from '../src/settings/settings.ts'

/** Projects are configured at the same time: all wait for what the first one opens. */
const workspaces = new WeakMap<Vitest, Promise<Workspace>>()

/**
 * The plugin: golden sets and hypotheses become Vitest suites. It listens on a loopback port for its own workers and
 * adds its reporter; it asks no server, writes nothing and prints nothing before a suite uses it. Paths in the options
 * are relative to the root of the project.
 */
export function aios(options: AiosOptions = {}): Vite.Plugin {
  assertCurrentNode()
  let served: { vitest: Vitest; settings: Settings } | null = null
  /** By the root of the project. */
  const sessions = new Map<string, Session>()
  return {
    name: 'vitest-aios',
    // `aios` commands read the options of the project from here.
    api: { options },
    configureServer: (server) => serveInUi(server, () => served),
    resolveId: {
      // Before Vite's own plugin, which resolves every module.
      order: 'pre',
      filter: { id: SUITES_ENTRY },
      handler() {
        const session = sessions.get(this.environment.config.root)
        if (session !== undefined) setTimeout(() => prepare(session), ANSWER_MS).unref()
        return null
      },
    },
    async configureVitest({ vitest, project }) {
      const workspace = await workspaceOf(vitest)
      const { session, index } = workspace.join(project, options)
      sessions.set(project.config.root, session)
      const settings = settingsOr(() => session.settings)
      project.provide('aios', {
        ...workspace.broker.address,
        session: index,
        baseline: settings?.baseline ?? null,
        requireAssertions: project.config.expect.requireAssertions === true,
      })
      const jestExtended = findJestExtended(project.config.root)
      if (jestExtended !== undefined) project.provide('aiosJestExtended', jestExtended)
      watchGoldenSets(project, session)
      limitWorkerMemory(project)
      if (settings === undefined) return
      served ??= { vitest, settings }
      defineTags(project, settings.baseline)
      allowConcurrency(project, settings.slots)
      await rerunForData(vitest, project, settings)
    },
  }
}

function assertCurrentNode(): void {
  const problem = nodeProblem()
  if (problem !== null) throw new Error(`aios: ${problem}`)
}

/** The entry of the package that suites import: its name, or its file where Vitest has resolved it before. */
const SUITES_ENTRY = /(?:^|[\\/])vitest-aios(?:[\\/]dist[\\/]index\.js)?$/

/** How long the main process answers a worker that loads the package, before it prepares a session, in milliseconds. */
const ANSWER_MS = 20

/** Prepares a session whose settings are valid; the suites that need it report the others. */
function prepare(session: Session): void {
  if (settingsOr(() => session.settings) !== undefined) session.prepare()
}

function workspaceOf(vitest: Vitest): Promise<Workspace> {
  const known = workspaces.get(vitest)
  if (known !== undefined) return known
  const opening = Workspace.open(vitest)
  workspaces.set(vitest, opening)
  collectGoldensToList(vitest)
  return opening
}

/** A golden set that changes reruns the suites that use it. */
function watchGoldenSets(project: TestProject, session: Session): void {
  ;(project.config.watchTriggerPatterns ??= []).push({
    pattern: /\.json$/,
    testsToRun: (file) => [...session.goldenSets].flatMap(([suite, sets]) => (sets.has(file) ? [suite] : [])),
  })
}

/** More tests in flight than slots, so that the next request already waits when a slot becomes free. */
function allowConcurrency(project: TestProject, slots: number): void {
  if (slots > 1) project.config.maxConcurrency = Math.max(project.config.maxConcurrency, 2 * slots)
}
