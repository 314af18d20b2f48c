import { MAX_SLOW_SHARE, type MoveCondition } from '../../policy.ts'
import type { Arm } from '../../state.ts'
import { outcomesCondition } from '../missing-outcomes.ts'
import { refusal, type SlowShare, worstShare } from './guard.ts'
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

/** What a move to a candidate requires, in the order in which the policy asks. `now`: the committed boundary. Pure. */
export function conditionsOf(
  { boundary, gain, evidence, needed, conversations, slow }: Subject,
  { arms, samples, now }: { arms: Partial<Record<'control' | 'treatment', Arm>>; samples: number; now: SlowShare },
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
