import type { Candidate, MoveEvaluation, PolicyOptions } from '../../policy.ts'
import { missingOutcomes, NEW_CONVERSATIONS } from '../missing-outcomes.ts'
import type { RouterState } from '../../state.ts'
import { CANDIDATES, candidatesWithin, CELLS, leadsToControl, nearestCandidate } from './cells.ts'
import type { EpochCells, Sides } from './effects.ts'
import { conditionsOf, conditionsWithoutCandidate, escapeConditions } from './conditions.ts'
import { isInBreach, refusal, slowShares } from './guard.ts'
import { MIN_CONVERSATIONS, moreNeeded, type Start, startsOf } from './starts.ts'

/** Significance levels of a move: away from control or past it, and back to it. */
const ALPHA = { away: 0.05, back: 0.25 }

/** Number of candidates that share the significance level. */
const OTHERS = CANDIDATES.length - 1

/** Whether the boundary should move, by the evidence of a state: its `epochs`, and the `sums` of their cells. */
export function evaluateByEvidence(
  state: RouterState,
  { epochs, sums }: { epochs: readonly EpochCells[]; sums: readonly Sides[] },
  { maxDrift, minSamplesBeforeAdapt }: PolicyOptions,
): MoveEvaluation {
  const slow = slowShares(sums)
  const within = candidatesWithin(maxDrift)
  const committed = nearestCandidate(state.boundary, within)
  const at = state.boundary
  const now = slow[committed] ?? { share: 0, error: 0, messages: 0 }
  const judged = CANDIDATES.flatMap((boundary, index) => {
    if (index === committed || !within.includes(index)) return []
    const isBack = leadsToControl(committed, index)
    const [from, to] = index < committed ? [index + 1, committed] : [committed + 1, index]
    const between = CELLS.slice(from, to + 1)
    const starts = startsOf(epochs, between, index < committed ? 1 : -1)
    const best = starts.reduce<Start | null>((a, b) => (a === null || b.evidence > a.evidence ? b : a), null)
    const evidence = starts.reduce((sum, start) => Math.min(Number.MAX_VALUE, sum + start.evidence), 0)
    const refused = refusal(slow[index] ?? now, now)
    const gain = best === null || best.messages === 0 ? 0 : best.sum / best.messages
    const needed = OTHERS / (isBack ? ALPHA.back : ALPHA.away)
    const conversations = Math.max(0, ...starts.map((start) => start.conversations))
    return [
      {
        boundary,
        gain,
        evidence,
        needed,
        refused,
        best,
        isBack,
        conversations,
        slow: slow[index] ?? now,
      },
    ]
  })
  const candidates: Candidate[] = judged.map(({ boundary, gain, evidence, needed, refused }) => ({
    boundary,
    gain,
    evidence,
    needed,
    refused,
  }))
  const winners = judged.filter(
    ({ evidence, needed, refused, gain }) => evidence >= needed && refused === null && gain > 0,
  )
  // With equal gains, the smaller drift wins.
  const drift = (boundary: number) => Math.abs(boundary - 0.5)
  const [winner] = winners.sort((a, b) => b.gain - a.gain || drift(a.boundary) - drift(b.boundary))
  const [nearest] = judged.toSorted((a, b) => b.evidence / b.needed - a.evidence / a.needed)
  const { control, treatment } = state.since_move.buckets
  // Without traffic in control, its outcomes are not required.
  const arms = state.buckets.control.sample_count > 0 ? { control, treatment } : { treatment }
  const subject = winner ?? nearest
  const basis = { arms, samples: minSamplesBeforeAdapt, now }
  const conditions = subject === undefined ? conditionsWithoutCandidate(basis) : conditionsOf(subject, basis)
  const stay = (reason: string, wouldChange: string | null): MoveEvaluation => ({
    move: null,
    reason,
    wouldChange,
    conditions,
    candidates,
  })

  const early = (reason: string, wouldChange: string) => ({ ...stay(reason, wouldChange), isEarly: true })
  const missing = missingOutcomes(arms, minSamplesBeforeAdapt)
  if (missing !== null)
    return early(
      `stays at ${at}: ${missing.reason}`,
      `${missing.wouldChange} would allow it to evaluate the evidence; ${NEW_CONVERSATIONS}`,
    )

  if (winner !== undefined)
    return {
      move: {
        to: winner.boundary,
        evidence: winner.evidence,
        gain: winner.gain,
      },
      reason: `${winner.boundary} gains about ${signed(winner.gain)} a message over ${at}: evidence ${evidenceText(winner.evidence)} of ${winner.needed}`,
      wouldChange: null,
      conditions,
      candidates,
    }

  const escape = judged
    .filter(({ isBack, slow }) => isBack && slow.share < now.share)
    .sort((a, b) => a.slow.share - b.slow.share)[0]
  if (isInBreach(now) && escape !== undefined)
    return {
      move: { to: escape.boundary, evidence: null, gain: escape.gain },
      reason: `at ${at} about ${(100 * now.share).toFixed(1)} % of the replies are slow, and fewer would be at ${escape.boundary}`,
      wouldChange: null,
      conditions: escapeConditions(escape, { ...basis, at }),
      candidates,
    }

  if (nearest === undefined) return stay(`stays at ${at}: maxDrift ${maxDrift} allows no other boundary`, null)
  const standing = `${nearest.boundary} would change ${signed(nearest.gain)} a message, evidence ${evidenceText(nearest.evidence)} of ${nearest.needed}`
  if (nearest.refused !== null && nearest.evidence >= nearest.needed)
    return stay(
      `stays at ${at}: ${standing}, but ${nearest.refused}`,
      'faster replies of the model that would get more messages',
    )
  if (nearest.conversations < MIN_CONVERSATIONS) {
    const result = judged.every(({ conversations }) => conversations < MIN_CONVERSATIONS) ? early : stay
    return result(
      `stays at ${at}: evidence needs ${MIN_CONVERSATIONS} conversations with messages near the boundary (${nearest.conversations} so far)`,
      `${MIN_CONVERSATIONS - nearest.conversations} more of them would allow it to evaluate the evidence; repeated goldens do not add any`,
    )
  }
  const more = nearest.best === null ? null : moreNeeded(nearest.best, nearest.needed)
  return stay(
    `stays at ${at}: ${standing}`,
    more === null
      ? 'no number of outcomes like these would move it'
      : `about ${more} more messages near the boundary like these would move it to ${nearest.boundary}`,
  )
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`
}

/** Evidence as short text. */
export function evidenceText(value: number): string {
  return value >= 1_000 ? value.toExponential(1) : value.toFixed(1)
}
