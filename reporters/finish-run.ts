import type { Vitest } from 'vitest/node'
import { readAhead } from '../src/artifacts/baseline/read-unchanged.ts'
import type { Settings } from '../src/settings/settings.ts'
import { privacyOf } from '../src/settings/privacy.ts'
import { errorMessage } from '../src/text/error-message.ts'
import { dashboardRow } from './dashboard-row.ts'
import { collectTests, type EndedTests, finishedRun } from './finished-run.ts'
import type { RunLog } from './run-log.ts'
import type { RunSession } from './run-session.ts'
import { runText, screenOf } from './run-text.ts'
import type { Telemetry } from './telemetry.ts'
import { isMissed } from './warnings.ts'
import { writeRun } from './write-run.ts'

export { prepareResults } from './results-ahead.ts'

/** Where the results of a run go. */
export interface RunOutputs {
  vitest: Vitest
  session: RunSession
  log: RunLog
  telemetry: Telemetry | null
  /** Name of the part of the run that is reported, where a run has several; else empty. */
  label: string
  /** All test files of the part, whether they ran or not, as absolute paths. */
  testFiles: () => Promise<string[]>
  print: (text: string) => void
}

/** Reads the files that the end of a run needs and that its tests do not change. Errors are reported at the end. */
export function prepareToFinish({ baseline }: Settings): void {
  readAhead(baseline)
}

/**
 * Judges a run whose tests have ended, writes its files, and prints its summary. Sets the exit code of the process where
 * the run failed. Does nothing for a run without questions. Never rejects.
 */
export async function finishRun(ended: EndedTests, outputs: RunOutputs): Promise<void> {
  const { session, print } = outputs
  const tests = collectTests(ended, (text) => privacyOf(session.settings).redact(text))
  const { collected, family } = tests
  const isIdle = collected.sets.length + collected.events.length === 0 && family === null
  if (isIdle && !isMissed(session, ended.modules, ended.errors)) return
  try {
    await report(tests, ended, outputs)
  } catch (error) {
    print(errorMessage(error))
    process.exitCode = 1
  }
}

async function report(
  tests: ReturnType<typeof collectTests>,
  ended: EndedTests,
  { vitest, session, log, telemetry, label, testFiles, print }: RunOutputs,
): Promise<void> {
  const { mode, settings } = session
  const run = await finishedRun(tests, ended, { vitest, testFiles, mode, baseline: settings.baseline })
  const written = await writeRun(run, { session, log, telemetry, print })
  for (const block of runText(written, run.family, label, screenOf(process))) print(block)
  // In CI there is no dashboard to look at.
  if (!process.env['CI']) {
    const view = tests.collected.sets.length === 0 && run.family !== null ? 'hypotheses' : 'overview'
    print(await dashboardRow(settings.dir, { view, run: session.runId }, screenOf(process)))
  }
  // Set the exit code here: a run can fail although all tests passed, such as for a file that cannot be written.
  if (written.decision.status === 'fail') process.exitCode = 1
}
