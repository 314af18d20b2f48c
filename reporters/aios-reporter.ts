import { isoTime, wallMs } from '../src/clock.ts'
import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, TestProject, TestSpecification, Vitest } from 'vitest/node'
import { errorMessage } from '../src/error-message.ts'
import type { ProvenanceEvent, RoutingAdaptationEvent } from '../schemas/generated/provenance.ts'
import { writeCassettes } from '../src/models/cassette.ts'
import { type ProvenanceLog, openProvenanceLog } from '../src/provenance/log.ts'
import { printable } from '../src/provenance/printable.ts'
import { readBaseline } from '../src/run/baseline.ts'
import { declarationChanges } from '../src/run/declaration-changes.ts'
import { hypothesisEvents } from '../src/run/hypothesis-event.ts'
import type { HypothesisFamily } from '../src/run/hypothesis-family.ts'
import type { RunOutcome } from '../src/run/report.ts'
import { writeReportFiles } from '../src/run/report-files.ts'
import { runEvent } from '../src/run/event.ts'
import type { BaselineMode, Session } from '../src/run/session.ts'
import { VERSION } from '../src/version.ts'
import { announcement } from './announcement.ts'
import { collect, type Collected } from './collect.ts'
import { absentSets, backendOf, COPY, isMissed, isReplay, stoodIn } from './doubts.ts'
import { hypothesisBlock } from './hypothesis-block.ts'
import { collectHypotheses } from './hypothesis-outcomes.ts'
import { outcomeOf } from './outcome.ts'
import { Progress } from './progress.ts'
import { recordBaseline } from './record-baseline.ts'
import { layOut, paint, type RunFiles, summary } from './summary.ts'
import './task-data.ts'
import { tellGitHub } from './tell-github.ts'

const MODES: Record<string, BaselineMode> = { all: 'record', new: 'add', none: 'compare' }

/** The part of a run that a reporter is for. */
export interface Scope {
  owns: (project: TestProject) => boolean
  /** Names the part where a run has several; else empty. */
  label: () => string
}

/**
 * Writes what a run found: each reply into the provenance log as it comes, and at the end baseline, report,
 * comparison, cassettes, the terminal summary and GitHub's job summary. Silent in a run that asked nothing.
 */
export class AiosReporter implements Reporter {
  readonly #session: Session
  readonly #owns: Scope['owns']
  readonly #label: Scope['label']
  #vitest: Vitest | null = null
  #log: ProvenanceLog | null = null
  #logged = new Set<string>()
  #written = 0
  readonly #progress = new Progress((line) => this.#announce(line))
  readonly #questions = new Progress((line) => this.#announce(line), { unit: 'questions' })

  constructor(session: Session, { owns, label }: Scope) {
    this.#session = session
    this.#owns = owns
    this.#label = label
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
      await this.#finish(collected, family, reason === 'passed' || own)
    } catch (error) {
      this.#print(errorMessage(error))
      process.exitCode = 1
    }
  }

  /** Only what takes time has a progress. */
  get #isMeasuring(): boolean {
    return this.#session.backend !== null && this.#session.backend.kind !== 'replay'
  }

  async #finish(collected: Collected, family: HypothesisFamily | null, passed: boolean): Promise<void> {
    const faults = [...collected.faults, ...(family?.faults ?? [])]
    // Hypotheses have questions of their own, and say nothing about golden sets.
    const apart = family !== null && collected.sets.length === 0
    const attempt = async <T>(step: () => T | Promise<T>): Promise<T | null> => {
      try {
        return await step()
      } catch (error) {
        if (!faults.includes(errorMessage(error))) faults.push(errorMessage(error))
        return null
      }
    }
    const { settings, mode, gitCommit } = this.#session
    const endedAt = isoTime()
    const cassettes =
      collected.recordings.length > 0
        ? await attempt(() => writeCassettes(settings.cassettes, collected.recordings))
        : null
    const before = await attempt(() => readBaseline(settings.baseline))
    const absent = apart ? [] : absentSets(before, collected)
    // A part that was picked by hand leaves sets out; shards that were put together do not.
    if (absent.length > 0 && this.#vitest?.config.mergeReports) faults.push(...absent)
    const outcomes = collected.sets.map((set) => outcomeOf(set, before))
    const recorded = await attempt(() =>
      recordBaseline(collected, mode, settings, { recordedAt: endedAt, gitCommit, version: VERSION }),
    )
    if (recorded?.kind === 'refused') faults.push(recorded.reason)
    const doubts = [
      ...absent,
      ...stoodIn(collected),
      ...(recorded?.kind === 'written' && isReplay(collected) ? [COPY] : []),
      ...(family === null
        ? []
        : declarationChanges(
            settings.dir,
            family.members.map(({ note }) => note),
          )),
    ]
    if (!apart && collected.events.length === 0 && outcomes.every(({ results }) => results.goldens.length === 0))
      faults.push('no golden ran: nothing was judged')
    if (this.#log?.error) faults.push(this.#log.error.message)

    const ok =
      passed && family?.ok !== false && faults.length === 0 && outcomes.every((outcome) => outcome.status === 'pass')
    const run: RunOutcome = {
      runId: this.#session.runId,
      endedAt,
      backend: backendOf(this.#session, collected),
      status: ok ? 'pass' : 'fail',
      durationMs: wallMs() - this.#session.startedAt,
      gitCommit,
      version: VERSION,
    }
    this.#write(
      runEvent(
        run,
        collected.events,
        collected.sets.map(({ results }) => results),
      ),
    )
    if (family !== null) for (const event of hypothesisEvents(family, run)) this.#write(event)
    const logError = this.#log?.error ?? null
    if (logError !== null && !faults.includes(logError.message)) faults.push(logError.message)
    const files = apart ? null : await attempt(() => writeReportFiles(settings.dir, run, outcomes))
    const says = this.#session.backend?.says ?? ''
    await attempt(() =>
      tellGitHub({ sets: outcomes, family, says, notes: this.#notes(faults, doubts) }, (line) => this.#print(line)),
    )
    const written: RunFiles = {
      log: this.#log === null || logError !== null ? null : { path: this.#log.path, events: this.#written },
      report: files?.report ?? null,
      comparison: files?.comparison ?? null,
      baseline: recorded?.kind === 'written' ? recorded.path : null,
      cassettes: cassettes ?? [],
    }
    const { stdout, env } = process
    const screen = { columns: stdout.columns ?? 100, colour: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'] }
    if (family !== null) this.#print(`\n${hypothesisBlock(family, screen)}`)
    const label = this.#label()
    if (label !== '') this.#print(`\n${layOut(['project', paint(screen, 'bold', label)], screen)}`)
    this.#print(`\n${summary(outcomes, written, this.#notes(faults, doubts), screen)}`)
    // Tests may all have passed: what was not measured is no fault of any of them.
    if (!ok || faults.length > 0) process.exitCode = 1
    this.#log?.close()
    this.#log = null
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
    const id = idOf(event)
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

/** Tells an event that must not be written twice; null: each one is another. */
function idOf(event: ProvenanceEvent): string | null {
  if (event.event_type === 'judgement') return null
  if (event.event_type === 'response') return event.msg_id
  const which = 'hypothesis' in event ? event.hypothesis : event.event_type === 'routing_adaptation' ? event.ts : ''
  return [event.event_type, event.run_id, which].join(' ')
}
