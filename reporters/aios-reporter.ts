import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, TestProject, TestSpecification, Vitest } from 'vitest/node'
import type { RoutingAdaptationEvent } from '../schemas/generated/provenance.ts'
import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import { printable } from '../src/text/printable.ts'
import { announcement } from './announcement.ts'
import { drillDownOf } from './drill-down.ts'
import type * as FinishRun from './finish-run.ts'
import { Progress } from './progress.ts'
import { RunLog } from './run-log.ts'
import type { RunSession } from './run-session.ts'
import './task-data.ts'
import { Telemetry } from './telemetry.ts'
import { eventOf } from './sent-event.ts'
import { spanContentOf } from './span-content.ts'
import { carriesData } from './carries-data.ts'

const MODES: Record<string, BaselineMode> = { all: 'record', new: 'add', none: 'compare' }

/** The part of a run that a reporter covers. */
export interface Scope {
  owns: (project: TestProject) => boolean
  /** Name of the part, where a run has several; else empty. */
  label: () => string
  /** All test files of the part, whether they ran or not, as absolute paths. */
  testFiles: () => Promise<string[]>
}

/**
 * Writes the results of a run: each reply to the provenance log as it comes, and at the end baseline, report,
 * comparison, cassettes, the terminal summary and GitHub's job summary. Silent in a run without questions.
 */
export class AiosReporter implements Reporter {
  readonly #session: RunSession
  readonly #owns: Scope['owns']
  readonly #label: Scope['label']
  readonly #testFiles: Scope['testFiles']
  #vitest: Vitest | null = null
  #log: RunLog
  #telemetry: Telemetry | null = null
  readonly #progress = new Progress((line) => this.#announce(line))
  readonly #questions = new Progress((line) => this.#announce(line), { unit: 'questions' })
  #finishing: Promise<typeof FinishRun> | null = null

  constructor(session: RunSession, { owns, label, testFiles }: Scope) {
    this.#session = session
    this.#owns = owns
    this.#label = label
    this.#testFiles = testFiles
    this.#log = this.#openLog()
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    this.#session.drillDown = drillDownOf(vitest.config)
  }

  onTestRunStart(_specifications: readonly TestSpecification[]): void {
    this.#session.begin(MODES[this.#vitest?.config.snapshotOptions.updateSnapshot ?? 'none'] ?? 'compare')
    this.#log = this.#openLog()
    this.#telemetry = this.#openTelemetry()
    this.#progress.start()
    this.#questions.start()
  }

  /** Loads what the end of a run needs, while the main process waits for the workers. */
  prepare(): void {
    void this.#loadFinish().then(({ prepareToFinish }) => prepareToFinish(this.#session.settings))
  }

  onTestModuleCollected(module: TestModule): void {
    if (!this.#owns(module.project) || !this.#isMeasuring || !this.#session.goldenSets.has(module.moduleId)) return
    this.#progress.expect([...module.children.allTests()].filter((test) => test.result().state === 'pending').length)
  }

  onTestCaseArtifactRecord(test: TestCase, artifact: TestArtifact): void {
    if (!this.#owns(test.project)) return
    if (artifact.type === 'aios:adaptation') this.#adapted(artifact.event)
    if (artifact.type === 'aios:plan') this.#questions.expect(artifact.questions)
    if (artifact.type !== 'aios:replies') return
    for (const { ofHypothesis } of artifact.replies) if (ofHypothesis && this.#isMeasuring) this.#questions.tick()
    for (const sent of this.#log.appendSent(artifact.replies)) this.#telemetry?.record(() => eventOf(sent))
    // Read them while the main process waits for the workers; the answer to this worker does not wait for it.
    setImmediate(() => void this.#loadFinish().then(({ prepareResults }) => prepareResults(artifact.replies)))
  }

  onTestCaseResult(test: TestCase): void {
    if (this.#owns(test.project) && this.#isMeasuring && this.#session.goldenSets.has(test.module.moduleId))
      this.#progress.tick()
  }

  async onTestRunEnd(all: readonly TestModule[], errors: readonly unknown[], reason: string): Promise<void> {
    const vitest = this.#vitest
    const modules = all.filter(({ project }) => this.#owns(project))
    if (vitest === null || !(this.#session.used || modules.some(carriesData))) return
    // A failure in another part of the run does not fail this part.
    const isElsewhere = this.#label() !== '' && reason === 'failed' && modules.every((module) => module.ok())
    const { finishRun } = await this.#loadFinish()
    await finishRun(
      { modules, errors, reason: isElsewhere ? 'passed' : reason },
      {
        vitest,
        session: this.#session,
        log: this.#log,
        telemetry: this.#telemetry,
        label: this.#label(),
        testFiles: this.#testFiles,
        print: (text) => this.#print(text),
      },
    )
  }

  /** Most runs of Vitest ask no model, and do not pay for loading this. */
  #loadFinish(): Promise<typeof FinishRun> {
    return (this.#finishing ??= import('./finish-run.ts'))
  }

  /** Progress is reported for measured runs only; a replay is fast. */
  get #isMeasuring(): boolean {
    return this.#session.backend !== null && this.#session.backend.kind !== 'replay'
  }

  #adapted(event: RoutingAdaptationEvent): void {
    this.#log.append(event)
    this.#announce(`router: boundary ${event.from} -> ${event.to}: ${printable(event.reason)}`)
  }

  #openLog(): RunLog {
    return new RunLog(() => this.#session.settings)
  }

  /** null: the run merges reports, whose replies were exported when they were made. */
  #openTelemetry(): Telemetry | null {
    if (this.#vitest?.config.mergeReports) return null
    const telemetry = new Telemetry(() => this.#session.settings.root, spanContentOf(this.#session, process.env))
    telemetry.start()
    return telemetry
  }

  #announce(line: string): void {
    this.#print(announcement(this.#label(), line))
  }

  #print(text: string): void {
    this.#vitest?.logger.log(text)
  }
}
