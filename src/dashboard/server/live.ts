import type { LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { VERSION } from '../../version.ts'
import { logSize, type Sources, stampOf } from '../sources.ts'

/** How often the files are looked at, in milliseconds. */
const POLL_MS = 500

/** How often a stream without news sends its greeting, in milliseconds: proxies cut a stream that is silent for a minute. */
const BEAT_MS = 15_000

/** Looks at the files that answers come from, once for all streams, and only while there are any. */
export class SourceWatch {
  readonly #sources: Pick<Sources, 'settings' | 'log'>
  readonly #closing: AbortSignal
  #waiting: PromiseWithResolvers<void> | null = null
  #timer: ReturnType<typeof setInterval> | null = null
  #seen: string
  #polls = 0

  /** `closing`: ends the watch. */
  constructor(sources: Pick<Sources, 'settings' | 'log'>, closing: AbortSignal) {
    this.#sources = sources
    this.#closing = closing
    this.#seen = stampOf(sources)
    closing.addEventListener('abort', () => {
      this.#wake()
      this.#stop()
    })
  }

  /** The state of the files that was seen last. */
  get stamp(): string {
    return this.#seen
  }

  /** Resolves when a file changes, and at the latest after `BEAT_MS`. */
  async next(): Promise<void> {
    if (this.#closing.aborted) return
    this.#waiting ??= Promise.withResolvers()
    this.#timer ??= setInterval(() => this.#poll(), POLL_MS)
    return this.#waiting.promise
  }

  #poll(): void {
    if (this.#waiting === null) return this.#stop()
    const stamp = stampOf(this.#sources)
    this.#polls += 1
    if (stamp === this.#seen && this.#polls * POLL_MS < BEAT_MS) return
    this.#seen = stamp
    this.#polls = 0
    this.#wake()
  }

  #wake(): void {
    this.#waiting?.resolve()
    this.#waiting = null
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

/** The live stream: a greeting, then a message for each change of the files, until the signal; now and then a greeting again. */
export async function* liveMessages(
  { log, startedAt }: Pick<Sources, 'log' | 'startedAt'>,
  { watch, signal }: { watch: SourceWatch; signal: AbortSignal },
): AsyncGenerator<LiveMessage> {
  let before = watch.stamp
  yield { type: 'hello', version: VERSION, startedAt }
  while (!signal.aborted) {
    // A file may have changed while the message before was sent.
    if (watch.stamp === before) await watch.next()
    if (signal.aborted) return
    const { stamp } = watch
    if (stamp === before) yield { type: 'hello', version: VERSION, startedAt }
    else yield { type: 'log', ...logSize(log), time: Date.now() }
    before = stamp
  }
}
