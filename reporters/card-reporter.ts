import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node'
import type { Baseline } from '../schemas/generated/baseline.ts'
import { conversationOf, type Golden, readGoldenSet } from '../src/goldens/sets/golden-set.ts'
import { readBaseline } from '../src/artifacts/baseline/baseline-file.ts'
import { privacyOf } from '../src/settings/privacy.ts'
import type { RunSession } from './run-session.ts'
import type { Scope } from './aios-reporter.ts'
import { attachCards, type Card } from './cards/attach.ts'
import { hypothesisAnnotation } from './cards/hypothesis-card.ts'
import { replyCards } from './cards/reply-cards.ts'
import { setAnnotation } from './cards/set-card.ts'
import { collect, type CollectedSet } from './collect.ts'
import { collectHypotheses, hypothesisNoteOf } from './hypothesis-outcomes.ts'
import { outcomeOf } from './outcome.ts'
import { repliesOf } from './replies-of-tests.ts'

/**
 * Attaches a card to each test that asked a model, to the first golden of each set, and to each hypothesis, where the
 * Vitest UI or the HTML report shows them. It must come first among the reporters: the HTML report is written from what
 * the tests carry when the run ends.
 */
export class CardReporter implements Reporter {
  readonly #session: RunSession
  readonly #owns: Scope['owns']
  #vitest: Vitest | null = null
  /** Modules whose replies have their cards. */
  readonly #drawn = new WeakSet<TestModule>()

  constructor(session: RunSession, owns: Scope['owns']) {
    this.#session = session
    this.#owns = owns
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  async onTestModuleEnd(module: TestModule): Promise<void> {
    if (!this.#owns(module.project)) return
    this.#drawn.add(module)
    await this.#drawReplies(module, await goldensOf(module))
  }

  async onTestRunEnd(all: readonly TestModule[], errors: readonly unknown[]): Promise<void> {
    // Nothing is awaited before all cards are attached.
    const modules = all.filter(({ project }) => this.#owns(project))
    const attaching = [
      // A worker that was killed ends no module.
      ...modules.flatMap((module) => (this.#drawn.has(module) ? [] : [this.#drawReplies(module, new Map())])),
      ...this.#drawSets(modules, errors),
      ...this.#drawHypotheses(modules),
    ]
    await Promise.all(attaching)
  }

  async #drawReplies(module: TestModule, goldens: ReadonlyMap<string, Golden>): Promise<void> {
    const attaching = repliesOf(module).map(({ test, events }) =>
      this.#attach(
        test,
        replyCards(events, {
          goldenOf: ({ set, id }) => goldens.get(goldenKey(set, id)),
          conversationOf,
          prompt: this.#session.settings.prompt,
          redact: privacyOf(this.#session.settings).redact,
          passed: test.result().state === 'passed',
        }),
      ),
    )
    await Promise.all(attaching)
  }

  #drawSets(modules: readonly TestModule[], errors: readonly unknown[]): Promise<void>[] {
    const suites = modules.flatMap((module) => [...module.children.allSuites()])
    if (!suites.some((suite) => suite.meta().aiosSet !== undefined)) return []
    const { sets, problems } = collect(modules, errors, privacyOf(this.#session.settings).redact)
    const before = this.#baseline()
    return sets.flatMap((set) => {
      const carrier = carrierOf(suites, set)
      if (carrier === undefined) return []
      const outcome = outcomeOf(set, { before, recorded: { kind: 'unchanged' }, problem: problems[0] ?? null })
      const isRecorded = set.note?.regression?.kind === 'recorded'
      return [this.#attach(carrier, setAnnotation(isRecorded ? { ...outcome, comparison: RECORDED } : outcome))]
    })
  }

  #drawHypotheses(modules: readonly TestModule[]): Promise<void>[] {
    const family = collectHypotheses(modules)
    if (family === null) return []
    const left = [...family.members]
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    return tests.flatMap((test) => {
      const id = hypothesisNoteOf(test)?.id
      const index = test.result().state === 'skipped' ? -1 : left.findIndex(({ note }) => note.id === id)
      const [member] = index === -1 ? [] : left.splice(index, 1)
      return member === undefined ? [] : [this.#attach(test, hypothesisAnnotation(member, family))]
    })
  }

  /** null: missing or unreadable; the reporter of the run reports why. */
  #baseline(): Baseline | null {
    try {
      return readBaseline(this.#session.settings.baseline)
    } catch {
      return null
    }
  }

  async #attach(test: TestCase, cards: readonly Card[]): Promise<void> {
    if (this.#vitest !== null && cards.length > 0) await attachCards(this.#vitest, test, cards)
  }
}

const RECORDED = 'this run records the baseline, unless it fails for another reason'

/** The test that shows the card of a set: its first golden that ran. The UI shows no cards of suites. */
function carrierOf(suites: readonly TestSuite[], { set }: CollectedSet): TestCase | undefined {
  const own = suites.filter((suite) => suite.meta().aiosSet?.set === set)
  const tests = own.flatMap((suite) => [...suite.children.allTests()])
  return tests.find((test) => test.result().state !== 'skipped') ?? tests[0]
}

/**
 * The goldens of the sets in a module, by {@link goldenKey}. A set that cannot be read any more has no expectations.
 */
async function goldensOf(module: TestModule): Promise<Map<string, Golden>> {
  const notes = [...module.children.allSuites()].flatMap((suite) => suite.meta().aiosSet ?? [])
  const sets = await Promise.all(
    notes.map(async ({ set, file }) => (await readGoldenSet(file).catch(() => [])).map((golden) => ({ set, golden }))),
  )
  return new Map(sets.flat().map(({ set, golden }) => [goldenKey(set, golden.id), golden]))
}

function goldenKey(set: string, id: string): string {
  return JSON.stringify([set, id])
}
