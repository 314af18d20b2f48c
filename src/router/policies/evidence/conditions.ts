import { MAX_SLOW_SHARE, type MoveCondition } from '../../policy.ts'
import type { Arm } from '../../state.ts'
import { outcomesCondition } from '../missing-outcomes.ts'
import { leastShare, MIN_OUTCOMES, refusal, type SlowShare, worstShare } from './guard.ts'
import { MIN_CONVERSATIONS } from './starts.ts'

/** The candidate that a decision is about. */
interface Subject {
  boundary: number
  gain: number
  evidence: number
  needed: number
  conversations: number
  slow: SlowShare
}

/** The data that a decision rests on. `now`: the share of slow replies at the committed boundary. */
interface Basis {
  arms: Partial<Record<'control' | 'treatment', Arm>>
  samples: number
  now: SlowShare
}

/** What a move to a candidate requires, in the order in which the policy asks. Pure. */
export function conditionsOf(
  { boundary, gain, evidence, needed, conversations, slow }: Subject,
  { arms, samples, now }: Basis,
): MoveCondition[] {
  const worst = worstShare(slow)
  const isFasterThanNow = worst > MAX_SLOW_SHARE && refusal(slow, now) === null
  return [
    outcomesCondition(arms, samples),
    {
      name: 'conversations with messages near the boundary',
      value: conversations,
      threshold: MIN_CONVERSATIONS,
      direction: 'at least',
      unit: 'conversations',
      met: conversations >= MIN_CONVERSATIONS,
    },
    {
      name: `evidence for ${boundary}`,
      value: evidence,
      threshold: needed,
      direction: 'at least',
      unit: '',
      met: evidence >= needed,
    },
    { name: `gain per message at ${boundary}`, value: gain, threshold: 0, direction: 'above', unit: '', met: gain > 0 },
    isFasterThanNow
      ? {
          name: `share of slow replies at ${boundary}, against now`,
          value: slow.share,
          threshold: now.share,
          direction: 'below',
          unit: 'share',
          met: true,
        }
      : {
          name: `possible share of slow replies at ${boundary}`,
          value: worst,
          threshold: MAX_SLOW_SHARE,
          direction: 'at most',
          unit: 'share',
          met: worst <= MAX_SLOW_SHARE,
        },
  ]
}

/** What a move towards control requires because too many replies are slow: no evidence of a gain. Pure. */
export function escapeConditions(
  { boundary, slow }: Pick<Subject, 'boundary' | 'slow'>,
  { arms, samples, now, at }: Basis & { at: number },
): MoveCondition[] {
  return [
    outcomesCondition(arms, samples),
    {
      name: 'outcomes behind the share of slow replies',
      value: now.messages,
      threshold: MIN_OUTCOMES,
      direction: 'at least',
      unit: 'outcomes',
      met: now.messages >= MIN_OUTCOMES,
    },
    {
      name: `least possible share of slow replies at ${at}`,
      value: leastShare(now),
      threshold: MAX_SLOW_SHARE,
      direction: 'above',
      unit: 'share',
      met: leastShare(now) > MAX_SLOW_SHARE,
    },
    {
      name: `share of slow replies at ${boundary}, against now`,
      value: slow.share,
      threshold: now.share,
      direction: 'below',
      unit: 'share',
      met: slow.share < now.share,
    },
  ]
}

/** What a move requires where `maxDrift` allows no other boundary. Pure. */
export function conditionsWithoutCandidate({ arms, samples }: Omit<Basis, 'now'>): MoveCondition[] {
  return [
    outcomesCondition(arms, samples),
    {
      name: 'other boundaries that maxDrift allows',
      value: 0,
      threshold: 1,
      direction: 'at least',
      unit: '',
      met: false,
    },
  ]
}
