import { setTimeout as wait } from 'node:timers/promises'
import type { LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { logSize, type Sources } from '../sources.ts'
import { VERSION } from '../../version.ts'

/** How often the size of the log is looked at, in milliseconds. */
const POLL_MS = 500

/** The live stream: a greeting, then a message for each change of the log's size, until the signal. */
export async function* liveMessages(
  { log, startedAt }: Pick<Sources, 'log' | 'startedAt'>,
  signal: AbortSignal,
): AsyncGenerator<LiveMessage> {
  yield { type: 'hello', version: VERSION, startedAt }
  let before = logSize(log)
  while (!signal.aborted) {
    await wait(POLL_MS, undefined, { signal }).catch(() => {})
    const size = logSize(log)
    if (size.bytes === before.bytes && size.files === before.files) continue
    before = size
    yield { type: 'log', ...size, time: Date.now() }
  }
}
