/** Failures in a row after which a source is left alone. */
const PATIENCE = 3

/** How long it is left alone at first, and at the most, in milliseconds; every failed probe doubles it. */
const FIRST_WAIT = 10_000
const LONGEST_WAIT = 300_000

/** Probes without an outcome that are remembered. */
const PROBES = 100

type State =
  | { kind: 'closed'; failures: number }
  | { kind: 'open'; until: number; wait: number }
  /** A message finds out whether the source is back. After `until` another one tries, too. `probes`: their decisions. */
  | { kind: 'probing'; until: number; wait: number; probes: readonly string[] }

/**
 * Keeps messages away from a source that fails: after three failures in a row it is left alone for ten seconds, then
 * one message probes it. A probe that fails doubles the wait, up to five minutes. While a probe is out only its own
 * outcome counts: other messages were sent before the outage, and fail late.
 */
export class Breaker {
  #state: State = { kind: 'closed', failures: 0 }
  #failedAt = -Infinity

  /**
   * Whether the source may be asked at a time in milliseconds. Once it was open, this claims the probe for the decision
   * `id`.
   */
  admits(id: string, now: number): boolean {
    const state = this.#state
    if (state.kind === 'closed') return true
    // A clock that was set back waits no longer than one that goes on.
    if (now < state.until && now >= state.until - state.wait) return false
    const earlier = state.kind === 'probing' ? state.probes : []
    const probes = [...earlier, id].slice(-PROBES)
    this.#state = { kind: 'probing', until: now + state.wait, wait: state.wait, probes }
    return true
  }

  /** Whether the source is not failing, without claiming a probe. */
  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /**
   * The reply to the decision `id` came `at` a time, which may be told much later: one that came before the last failure
   * does not count, unless it is a probe's.
   */
  succeeded(id: string, at: number, now: number): void {
    const state = this.#state
    // A failure that is still to come was before the clock was set back.
    const isOutdated = at < this.#failedAt && this.#failedAt <= now
    if (state.kind === 'probing' ? !state.probes.includes(id) : isOutdated) return
    this.#state = { kind: 'closed', failures: 0 }
  }

  /** The decision `id` got no reply. */
  failed(id: string, now: number): void {
    const state = this.#state
    if (state.kind === 'probing' && !state.probes.includes(id)) return
    this.#failedAt = now
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
