import { isDeepStrictEqual } from 'node:util'
import type { TestProject, Vitest } from 'vitest/node'
import { AiosReporter } from '../../reporters/aios-reporter.ts'
import { announcement } from '../../reporters/announcement.ts'
import type { CardReporter } from '../../reporters/card-reporter.ts'
import { showsCards } from '../../reporters/drill-down.ts'
import { describeNote } from '../../src/models/describe-note.ts'
import { Session } from './session.ts'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { SettingsError } from '../../src/settings/settings-error.ts'
import type { AiosOptions, Settings } from '../../src/settings/settings.ts'
import { Broker } from './broker.ts'

const LISTED_TWICE =
  'aios({ ... }) is listed more than once for a project, with different options: list it once, or set `extends: false` in a project with options of its own'

interface Member {
  root: string
  options: AiosOptions
  session: Session
  /** Names of the projects that share the session. */
  projects: Set<string>
  settings: () => Settings
}

/**
 * The sessions of one Vitest instance. Projects with the same root and the same options share a session; a session has
 * its own baseline, log and report. All sessions share one broker, so that a server has one queue.
 */
export class Workspace {
  readonly broker: Broker
  readonly #vitest: Vitest
  readonly #members: Member[]
  /** null: nothing shows cards. */
  readonly #cards: typeof CardReporter | null

  private constructor(vitest: Vitest, parts: { broker: Broker; members: Member[]; cards: typeof CardReporter | null }) {
    this.#vitest = vitest
    this.broker = parts.broker
    this.#members = parts.members
    this.#cards = parts.cards
  }

  static async open(vitest: Vitest): Promise<Workspace> {
    const members: Member[] = []
    const sessionOf = (index: number): Session => {
      const member = members[index]
      if (member === undefined) throw new Error(`aios: unknown session ${index}`)
      return member.session
    }
    const broker = await Broker.listen({
      open: (index) => sessionOf(index).open(),
      onGoldenSet: (index, testFile, file) => sessionOf(index).recordGoldenSet(testFile, file),
      onNote: (_, model, note) => vitest.logger.log(`${announcement('', describeNote(model, note))}\n`),
      runId: () => members.map(({ session }) => session.runId).join(' '),
      slots: () => Math.max(1, ...members.map(({ settings }) => slotsOf(settings))),
    })
    vitest.onClose(async () => {
      broker.close()
      await Promise.all(members.map(({ session }) => session.close()))
    })
    // Most runs show no cards: they do not pay for loading this.
    const cards = showsCards(vitest.config) ? (await import('../../reporters/card-reporter.ts')).CardReporter : null
    return new Workspace(vitest, { broker, members, cards })
  }

  /** The session of a project, and its index among all. */
  join(project: TestProject, options: AiosOptions): { session: Session; index: number } {
    const { root } = project.config
    const isOwn = (each: Member) => each.root === root && isDeepStrictEqual(each.options, options)
    const member = this.#members.find(isOwn) ?? this.#create(root, options)
    if (!this.#members.includes(member)) this.#members.push(member)
    member.projects.add(project.name)
    return { session: member.session, index: this.#members.indexOf(member) }
  }

  #create(root: string, options: AiosOptions): Member {
    const vitest = this.#vitest
    const projects = new Set<string>()
    let known: Settings | undefined
    const settings = () => (known ??= resolveSettings(options, { root, env: process.env }))
    const session = new Session(
      () => {
        this.#refuseSharedFiles(member)
        return settings()
      },
      (line) => vitest.logger.log(`${announcement(this.#label(member), line)}\n`),
      () => reporter.prepare(),
    )
    const member: Member = { root, options, session, projects, settings }
    const owns = ({ name }: TestProject) => projects.has(name)
    // Before the HTML report, which is written from what the tests carry then.
    if (this.#cards !== null) vitest.config.reporters.unshift(new this.#cards(session, owns))
    const reporter = new AiosReporter(session, {
      owns,
      label: () => this.#label(member),
      testFiles: () => this.#testFiles(member),
    })
    vitest.config.reporters.push(reporter)
    return member
  }

  async #testFiles({ projects }: Member): Promise<string[]> {
    const own = this.#vitest.projects.filter(({ name }) => projects.has(name))
    const found = await Promise.all(own.map((project) => project.globTestFiles()))
    return [...new Set(found.flatMap(({ testFiles }) => testFiles))]
  }

  /** Names the projects of a session where a run has several; empty where it has one. */
  #label({ projects }: Member): string {
    return this.#members.length > 1 ? [...projects].join(', ') : ''
  }

  /** Two sessions would overwrite each other's report, and drop each other's sets from the baseline. */
  #refuseSharedFiles(own: Member): void {
    for (const other of this.#members) {
      if (other === own) continue
      if ([...own.projects].some((name) => other.projects.has(name))) throw new SettingsError([LISTED_TWICE])
      const settings = settingsOr(other.settings)
      const shared = (['dir', 'baseline'] as const).find((name) => settings?.[name] === own.settings()[name])
      if (shared === undefined) continue
      const names = [...other.projects, ...own.projects].map((name) => `"${name}"`).join(' and ')
      throw new SettingsError([
        `the projects ${names} have different options and share ${own.settings()[shared]}: give each aios({ dir, baseline }) of its own, or the same options`,
      ])
    }
  }
}

/** The settings; undefined where they are invalid, which the suites that need them report. */
export function settingsOr(settings: () => Settings): Settings | undefined {
  try {
    return settings()
  } catch {
    return undefined
  }
}

function slotsOf(settings: () => Settings): number {
  return settingsOr(settings)?.slots ?? 1
}
