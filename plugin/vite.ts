/// <reference types="vitest/config" />
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { TestProject, Vite, Vitest } from 'vitest/node'
import { AiosReporter } from '../reporters/index.ts'
import { Session } from '../src/run/session.ts'
import { resolveSettings } from '../src/settings/resolve.ts'
import { SettingsError } from '../src/settings/settings-error.ts'
import type { AiosOptions, Settings } from '../src/settings/types.ts'
import { Broker } from './broker/server.ts'
import './augment.ts'

export type { AiosOptions } from '../src/settings/types.ts'

const CLASH =
  'aios({ ... }) is listed more than once, with different options, and a run has one set of them: give the same to all projects'

interface Running {
  options: AiosOptions
  /** Another project lists the plugin with other options. */
  clashes: boolean
  started: Promise<{ broker: Broker; session: Session }>
}

/** One broker and one reporter for each Vitest instance, however many projects list the plugin. */
const running = new WeakMap<Vitest, Running>()

/**
 * The plugin: golden sets and hypotheses become Vitest suites. It listens on a loopback port for its own workers and
 * adds its reporter; it asks no server, writes nothing and prints nothing before a suite uses it.
 */
export function aios(options: AiosOptions = {}): Vite.Plugin {
  refuseOldNode()
  return {
    name: 'vitest-aios',
    // `aios` commands read the options of the project from here.
    api: { options },
    async configureVitest({ vitest, project }) {
      const { broker, session } = await startOnce(vitest, options)
      project.provide('aios', broker.address)
      watchGoldenSets(project, session)
      defineTags(project, session)
      allowConcurrency(project, session)
    },
  }
}

/** Older ones fail later, with errors that name neither Node nor the remedy. */
function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return
  throw new Error(
    `aios: this is Node ${process.versions.node}, and vitest-aios needs 22.12 or newer. \`npm install --save-dev node@24\` brings one for this project's npm scripts and npx.`,
  )
}

/** Projects are configured at the same time: what the first one starts, all wait for. */
function startOnce(vitest: Vitest, options: AiosOptions): Running['started'] {
  const known = running.get(vitest)
  if (known === undefined) {
    const started = start(vitest, options)
    running.set(vitest, { options, clashes: false, started })
    return started
  }
  known.clashes ||= !isDeepStrictEqual(known.options, options)
  return known.started
}

async function start(vitest: Vitest, options: AiosOptions) {
  let settings: Settings | undefined
  const session = new Session(
    () => {
      if (running.get(vitest)?.clashes) throw new SettingsError([CLASH])
      return (settings ??= resolveSettings(options, { root: vitest.config.root, env: process.env }))
    },
    (line) => vitest.logger.log(`aios  ${line}\n`),
  )
  const broker = await Broker.listen({
    open: () => session.open(),
    onGoldenSet: (testFile, file) => session.noteGoldenSet(testFile, file),
    slots: () => session.settings.slots,
  })
  const made = { broker, session }
  vitest.config.reporters.push(new AiosReporter(session))
  vitest.onClose(async () => {
    broker.close()
    await session.close()
  })
  return made
}

/** A golden set that changes reruns the suites that use it. */
function watchGoldenSets(project: TestProject, session: Session): void {
  ;(project.config.watchTriggerPatterns ??= []).push({
    pattern: /\.json$/,
    testsToRun: (file) => [...session.goldenSets].flatMap(([suite, sets]) => (sets.has(file) ? [suite] : [])),
  })
}

/** Vitest knows only tags that are defined: those of the golden sets beside the baseline are. */
function defineTags(project: TestProject, session: Session): void {
  const defined = new Set(project.config.tags.map((tag) => tag.name))
  for (const name of tagsIn(dirname(settingsOr(session)?.baseline ?? ''))) {
    if (!defined.has(name)) project.config.tags.push({ name })
    defined.add(name)
  }
}

/** The tags of all golden sets in a folder; what is no golden set has none, and is reported by the suite that reads it. */
function tagsIn(folder: string): string[] {
  return jsonFiles(folder).flatMap((path) => {
    try {
      const set = JSON.parse(readFileSync(path, 'utf8')) as { goldens?: unknown }
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

/** More tests in flight than slots, so that the next request already waits when a slot becomes free. */
function allowConcurrency(project: TestProject, session: Session): void {
  const slots = settingsOr(session)?.slots ?? 1
  if (slots > 1) project.config.maxConcurrency = Math.max(project.config.maxConcurrency, 2 * slots)
}

/** Wrong settings are reported by the suites that need them, not by a run that has none. */
function settingsOr(session: Session): Settings | undefined {
  try {
    return session.settings
  } catch {
    return undefined
  }
}
