/** Consecutive failures that open the breaker. */
const MAX_FAILURES = 3

/** First and longest wait of an open breaker in milliseconds; every failed probe doubles the wait. */
const FIRST_WAIT = 10_000
const LONGEST_WAIT = 300_000

/** Maximum number of pending probes to remember. */
const MAX_PROBES = 100

type State =
  | { kind: 'closed'; failures: number }
  | { kind: 'open'; until: number; wait: number }
  /** A message probes the source; after `until` another one may probe it too. `probes`: ids of their decisions. */
  | { kind: 'probing'; until: number; wait: number; probes: readonly string[] }

/**
 * A circuit breaker: three consecutive failures of a source open it for ten seconds, then one message probes the source.
 * A failed probe doubles the wait, up to five minutes. While a probe is pending only its own outcome counts, because
 * earlier messages may fail late.
 */
export class Breaker {
  #state: State = { kind: 'closed', failures: 0 }
  #failedAt = -Infinity

  /**
   * Whether the source may be asked; `now` in milliseconds. After an open breaker's wait, this claims the probe for the
   * decision `id`.
   */
  admits(id: string, now: number): boolean {
    const state = this.#state
    if (state.kind === 'closed') return true
    // If the clock was set back, the wait must not become longer.
    if (now < state.until && now >= state.until - state.wait) return false
    const earlier = state.kind === 'probing' ? state.probes : []
    const probes = [...earlier, id].slice(-MAX_PROBES)
    this.#state = { kind: 'probing', until: now + state.wait, wait: state.wait, probes }
    return true
  }

  /** Whether the breaker is closed, without claiming a probe. */
  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /**
   * Records a reply to the decision `id` that arrived at the time `at`. It may be reported much later, so a reply from
   * before the last failure counts only for a probe.
   */
  succeeded(id: string, at: number, now: number): void {
    const state = this.#state
    // A failure time in the future means that the clock was set back.
    const isOutdated = at < this.#failedAt && this.#failedAt <= now
    if (state.kind === 'probing' ? !state.probes.includes(id) : isOutdated) return
    this.#state = { kind: 'closed', failures: 0 }
  }

  /** Records that the decision `id` got no reply. */
  failed(id: string, now: number): void {
    const state = this.#state
    if (state.kind === 'probing' && !state.probes.includes(id)) return
    this.#failedAt = now
    if (state.kind === 'closed') {
      const failures = state.failures + 1
      this.#state =
        failures < MAX_FAILURES
          ? { kind: 'closed', failures }
          : { kind: 'open', until: now + FIRST_WAIT, wait: FIRST_WAIT }
    } else if (state.kind === 'probing') {
      const wait = Math.min(LONGEST_WAIT, 2 * state.wait)
      this.#state = { kind: 'open', until: now + wait, wait }
    }
  }
}
