import { isoTime, wallMs } from '../src/clock.ts'
import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, TestProject, TestSpecification, Vitest } from 'vitest/node'
import { errorMessage } from '../src/text/error-message.ts'
import type { Baseline } from '../schemas/generated/baseline.ts'
import type { ProvenanceEvent, RoutingAdaptationEvent } from '../schemas/generated/provenance.ts'
import { writeCassettes } from '../src/models/cassette.ts'
import { type ProvenanceLog, openProvenanceLog } from '../src/provenance/log.ts'
import { printable } from '../src/text/printable.ts'
import { readBaseline, writeBaseline } from '../src/artifacts/baseline/baseline-file.ts'
import { declarationChanges } from '../src/provenance/hypothesis/declaration-changes.ts'
import { hypothesisEvents } from '../src/provenance/events/hypothesis-event.ts'
import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import { partialReason } from './run-extent.ts'
import { writeReportFiles } from '../src/artifacts/report/report-files.ts'
import { runEvent } from '../src/provenance/events/response-event.ts'
import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { RunSession } from './run-session.ts'
import { VERSION } from '../src/version.ts'
import { announcement } from './announcement.ts'
import { collect, type Collected } from './collect.ts'
import { absentSets, backendOf, COPY, isMissed, isReplay, stoodIn, askedAgain } from './warnings.ts'
import { hypothesisBlock } from './hypothesis-block.ts'
import { conclude } from './conclusion.ts'
import { eventId } from './event-id.ts'
import { extentOf, isShardLost } from './extent.ts'
import { collectHypotheses } from './hypothesis-outcomes.ts'
import { otherFailures } from './other-failures.ts'
import { planBaseline, refuse } from './plan-baseline.ts'
import { Progress } from './progress.ts'
import { layOut, paint, type RunFiles, summary } from './summary.ts'
import './task-data.ts'
import { reportToGitHub } from './report-to-github.ts'

const MODES: Record<string, BaselineMode> = { all: 'record', new: 'add', none: 'compare' }

/** The part of a run that a reporter is for. */
export interface Scope {
  owns: (project: TestProject) => boolean
  /** Names the part where a run has several; else empty. */
  label: () => string
  /** All test files of the part, whether they ran or not, as absolute paths. */
  testFiles: () => Promise<string[]>
}

/**
 * Writes what a run found: each reply into the provenance log as it comes, and at the end baseline, report,
 * comparison, cassettes, the terminal summary and GitHub's job summary. Silent in a run that asked nothing.
 */
export class AiosReporter implements Reporter {
  readonly #session: RunSession
  readonly #owns: Scope['owns']
  readonly #label: Scope['label']
  readonly #testFiles: Scope['testFiles']
  #vitest: Vitest | null = null
  #log: ProvenanceLog | null = null
  #logged = new Set<string>()
  #written = 0
  readonly #progress = new Progress((line) => this.#announce(line))
  readonly #questions = new Progress((line) => this.#announce(line), { unit: 'questions' })

  constructor(session: RunSession, { owns, label, testFiles }: Scope) {
    this.#session = session
    this.#owns = owns
    this.#label = label
    this.#testFiles = testFiles
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    const names = vitest.config.reporters.map((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter))
    this.#session.drillDown = vitest.config.ui || names.includes('html') || names.includes('json')
  }

  onTestRunStart(_specifications: readonly TestSpecification[]): void {
    this.#session.begin(MODES[this.#vitest?.config.snapshotOptions.updateSnapshot ?? 'none'] ?? 'compare')
    this.#logged = new Set()
    this.#written = 0
    this.#progress.start()
    this.#questions.start()
  }

  onTestModuleCollected(module: TestModule): void {
    if (!this.#owns(module.project) || !this.#session.goldenSets.has(module.moduleId)) return
    this.#progress.expect([...module.children.allTests()].filter((test) => test.result().state === 'pending').length)
  }

  onTestCaseArtifactRecord(test: TestCase, artifact: TestArtifact): void {
    if (!this.#owns(test.project)) return
    if (artifact.type === 'aios:adaptation') this.#adapted(artifact.event)
    if (artifact.type === 'aios:plan') this.#questions.expect(artifact.questions)
    if (artifact.type !== 'aios:replies') return
    for (const event of artifact.events) {
      if ('hypothesis' in event && event.hypothesis !== undefined && this.#isMeasuring) this.#questions.tick()
      this.#write(event)
    }
  }

  onTestCaseResult(test: TestCase): void {
    if (this.#owns(test.project) && this.#isMeasuring && this.#session.goldenSets.has(test.module.moduleId))
      this.#progress.tick()
  }

  async onTestRunEnd(all: readonly TestModule[], errors: readonly unknown[], reason: string): Promise<void> {
    const modules = all.filter(({ project }) => this.#owns(project))
    const collected = collect(modules, errors)
    const family = collectHypotheses(modules)
    const idle = collected.sets.length + collected.events.length === 0 && family === null
    if (idle && !isMissed(this.#session, modules, errors)) return
    try {
      // The other parts of a run do not make this one fail.
      const own = this.#label() !== '' && reason === 'failed' && modules.every((module) => module.ok())
      const failures = otherFailures(modules, own ? 'passed' : reason)
      await this.#finish(collected, family, { modules, failures, passed: reason === 'passed' || own })
    } catch (error) {
      this.#print(errorMessage(error))
      process.exitCode = 1
    }
  }

  /** Only what takes time has a progress. */
  get #isMeasuring(): boolean {
    return this.#session.backend !== null && this.#session.backend.kind !== 'replay'
  }

  async #finish(collected: Collected, family: HypothesisFamily | null, ended: EndedRun): Promise<void> {
    const faults = [...collected.faults]
    const fail = (error: unknown) => {
      if (!faults.includes(errorMessage(error))) faults.push(errorMessage(error))
      return null
    }
    const attempt = async <T>(step: () => T | Promise<T>): Promise<T | null> => {
      try {
        return await step()
      } catch (error) {
        return fail(error)
      }
    }
    // Hypotheses have questions of their own, and say nothing about golden sets.
    const apart = family !== null && collected.sets.length === 0
    const { settings, mode, gitCommit } = this.#session
    const endedAt = isoTime()
    const cassettes =
      collected.recordings.length > 0
        ? await attempt(() => writeCassettes(settings.cassettes, collected.recordings))
        : null
    const before = await attempt(() => readBaseline(settings.baseline))
    const absent = apart ? null : await attempt(() => this.#absent(collected, before, ended))
    if (absent?.isShardLost) faults.push(...absent.sets.map(notReached))
    if (!apart && collected.events.length === 0 && collected.sets.every(({ results }) => results.goldens.length === 0))
      faults.push('no golden ran: nothing was judged; see the errors above')
    if (this.#log?.error) fail(this.#log.error)

    let recorded = planBaseline(
      {
        sets: collected.sets,
        mode,
        old: before,
        failures: [...faults.map(() => 'the run failed'), ...(family?.faults ?? []), ...ended.failures],
      },
      { recordedAt: endedAt, gitCommit, version: VERSION, existing: absent?.existing ?? null },
    )
    if (recorded.kind === 'refused') faults.push(recorded.reason)
    const run = (): RunOutcome => ({
      runId: this.#session.runId,
      endedAt,
      backend: backendOf(this.#session, collected),
      status: concluded().status,
      durationMs: wallMs() - this.#session.startedAt,
      gitCommit,
      version: VERSION,
    })
    const concluded = () => conclude({ collected, family, before, recorded, faults, passed: ended.passed })
    const report = () => (apart ? null : attempt(() => writeReportFiles(settings.dir, run(), concluded().outcomes)))

    // The report comes first: a run that cannot be reported adds nothing to the baseline.
    let files = await report()
    const reported = faults.length
    if (recorded.kind === 'record') {
      const { baseline } = recorded
      const isWritten = files !== null && (await attempt(() => (writeBaseline(settings.baseline, baseline), true)))
      if (!isWritten) recorded = refuse('the run failed')
    }
    // Before this run's own declarations are in the log.
    const declared = family?.members.map(({ note }) => note) ?? []
    const changes = declared.length === 0 ? [] : declarationChanges(settings.dir, declared)
    this.#write(
      runEvent(
        run(),
        collected.events,
        collected.sets.map(({ results }) => results),
      ),
    )
    if (family !== null) for (const event of hypothesisEvents(family, run())) this.#write(event)
    if (this.#log?.error) fail(this.#log.error)
    const removed = recorded.kind === 'record' ? recorded.removed : []
    const doubts = [
      ...(absent?.sets ?? []).filter((name) => !removed.includes(`the set "${name}"`)).map(notReached),
      ...(removed.length > 0 ? [`removed from the baseline, because they no longer exist: ${removed.join(', ')}`] : []),
      ...stoodIn(collected),
      ...askedAgain(collected),
      ...(recorded.kind === 'record' && isReplay(collected) ? [COPY] : []),
      ...changes,
    ]
    const notes = () => this.#notes([...faults, ...(family?.faults ?? [])], doubts)
    const says = this.#session.backend?.says ?? ''
    await attempt(() =>
      reportToGitHub({ sets: concluded().outcomes, family, says, notes: notes() }, (line) => this.#print(line)),
    )
    if (faults.length > reported) files = await report()

    const { outcomes, status } = concluded()
    const written: RunFiles = {
      log: this.#log === null || this.#log.error !== null ? null : { path: this.#log.path, events: this.#written },
      report: files?.report ?? null,
      comparison: files?.comparison ?? null,
      baseline: recorded.kind === 'record' ? settings.baseline : null,
      cassettes: cassettes ?? [],
    }
    const { stdout, env } = process
    const screen = { columns: stdout.columns ?? 100, colour: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'] }
    if (family !== null) this.#print(`\n${hypothesisBlock(family, screen)}`)
    const label = this.#label()
    if (label !== '') this.#print(`\n${layOut(['project', paint(screen, 'bold', label)], screen)}`)
    this.#print(`\n${summary(outcomes, written, notes(), screen)}`)
    // Without golden sets, no line above says so.
    if (outcomes.length === 0 && faults.length > 0)
      this.#print(layOut(['status', paint(screen, 'red', 'FAIL (the run failed: see note)')], screen))
    // Tests may all have passed: what was not measured is no fault of any of them.
    if (status === 'fail') process.exitCode = 1
    this.#log?.close()
    this.#log = null
  }

  /** The sets of the baseline that the run did not reach, and what that means. */
  async #absent(collected: Collected, before: Baseline | null, { modules }: EndedRun) {
    const vitest = this.#vitest
    if (vitest === null) return null
    const sets = absentSets(before, collected)
    const testFiles = await this.#testFiles()
    const extent = extentOf(vitest, modules, testFiles, sets)
    return {
      sets,
      /** Names of all sets of the project; null: the run covered only a part of it. */
      existing: partialReason(extent) === null ? new Set(collected.sets.map(({ set }) => set)) : null,
      isShardLost: isShardLost(extent, modules, testFiles),
    }
  }

  #notes(faults: readonly string[], doubts: readonly string[]): string[] {
    const torn = this.#log?.tornBytes ?? 0
    const said = [...new Set([...faults, ...doubts])]
    if (torn === 0) return said
    const mended = `the log ended in a torn line of ${torn} bytes, left by a run that was killed; it is kept and skipped`
    return [...said, mended]
  }

  #adapted(event: RoutingAdaptationEvent): void {
    this.#write(event)
    this.#announce(`router: boundary ${event.from} -> ${event.to}: ${printable(event.reason)}`)
  }

  /** Appends an event once. */
  #write(event: ProvenanceEvent): void {
    const id = eventId(event)
    if (id !== null && this.#logged.has(id)) return
    if (id !== null) this.#logged.add(id)
    this.#written += 1
    this.#log ??= openProvenanceLog(this.#session.settings.dir)
    this.#log.append(event)
  }

  #announce(line: string): void {
    this.#print(announcement(this.#label(), line))
  }

  #print(text: string): void {
    this.#vitest?.logger.log(text)
  }
}

/** How the tests of a run ended. */
interface EndedRun {
  modules: readonly TestModule[]
  /** What failed beside the verdicts on golden sets. */
  failures: readonly string[]
  /** Whether all tests passed. */
  passed: boolean
}

function notReached(set: string): string {
  return `the baseline also holds "${set}", which did not run`
}
