/** Failures in a row after which a source is left alone. */
const PATIENCE = 3

/** How long it is left alone at first, and at the most, in milliseconds; every failed probe doubles it. */
const FIRST_WAIT = 10_000
const LONGEST_WAIT = 300_000

type State =
  | { kind: 'closed'; failures: number }
  | { kind: 'open'; until: number; wait: number }
  /** One message finds out whether the source is back. `until`: its outcome is no longer waited for. */
  | { kind: 'probing'; until: number; wait: number }

/**
 * Keeps messages away from a source that fails: after three failures in a row it is left alone for ten seconds, then
 * one message probes it. A probe that fails doubles the wait, up to five minutes.
 */
export class Breaker {
  #state: State = { kind: 'closed', failures: 0 }
  #failedAt = -Infinity

  /** Whether the source may be asked at a time in milliseconds. Once it was open, this claims the probe. */
  admits(now: number): boolean {
    const state = this.#state
    if (state.kind === 'closed') return true
    // A clock that was set back waits no longer than one that goes on.
    if (now < state.until && now >= state.until - state.wait) return false
    this.#state = { kind: 'probing', until: now + state.wait, wait: state.wait }
    return true
  }

  /** Whether the source is not failing, without claiming a probe. */
  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /** A reply came `at` a time, which may be told much later: one that came before the last failure says nothing. */
  succeeded(at: number, now: number): void {
    // A failure that is still to come was before the clock was set back.
    if (at < this.#failedAt && this.#failedAt <= now) return
    this.#state = { kind: 'closed', failures: 0 }
  }

  failed(now: number): void {
    this.#failedAt = now
    const state = this.#state
    if (state.kind === 'closed') {
      const failures = state.failures + 1
      this.#state =
        failures < PATIENCE ? { kind: 'closed', failures } : { kind: 'open', until: now + FIRST_WAIT, wait: FIRST_WAIT }
    } else if (state.kind === 'probing') {
      const wait = Math.min(LONGEST_WAIT, 2 * state.wait)
      this.#state = { kind: 'open', until: now + wait, wait }
    }
  }
}
