import type { Headline, Overview } from '../../../schemas/generated/dashboard.ts'
import { describeRedFlag } from '../../verdicts/health/describe-health.ts'
import { type HealthSign, redFlags } from '../../verdicts/health/judge-health.ts'

/** What a headline is made of. */
export interface HeadlineFacts extends Pick<Overview, 'objectives' | 'log'> {
  health: readonly HealthSign[]
}

const REPLIES = 'look at the replies: npx vitest goldens --ui'

/** The first line of the dashboard: what broke and what to do, or that nothing did. Pure. */
export function headlineOf({ health, objectives, log }: HeadlineFacts): Headline {
  const flags = redFlags(health)
  const judged = Array.isArray(objectives) ? objectives : []
  const missed = judged.filter(({ state }) => state === 'missed')
  const [flag] = flags
  if (flag !== undefined) {
    const more = flags.length + missed.length - 1
    const sentence = `${describeRedFlag(flag)}${more > 0 ? `, and ${more} more` : ''}`
    return { state: 'broken', sentence, next: REPLIES, link: failures(flag.set) }
  }
  const [first] = missed
  if (first !== undefined) {
    const more = missed.length > 1 ? `, and ${missed.length - 1} more` : ''
    return {
      state: 'broken',
      sentence: `${first.set}: ${first.sentence}${more}`,
      next: REPLIES,
      link: failures(first.set),
    }
  }
  if (log.state !== 'known') return { state: 'unknown', sentence: log.reason, next: log.next, link: null }
  const unknown = health.find(({ state, measure }) => state === 'unknown' && measure !== 'boundaryDrift')
  if (unknown !== undefined)
    return {
      state: 'unknown',
      sentence: `No red flag, but ${unknown.set ?? 'the last run'} cannot be judged: ${unknown.reason ?? 'not measured'}.`,
      next: 'run the goldens: npx vitest run goldens',
      link: null,
    }
  const met = judged.filter(({ state }) => state === 'met').length
  return {
    state: 'healthy',
    sentence: met === 0 ? 'No red flag.' : `No red flag; ${met} of ${judged.length} objectives met.`,
    next: null,
    link: null,
  }
}

function failures(set: string | null): Headline['link'] {
  return { label: 'show the failures', view: 'events', query: { verdict: 'fail', ...(set !== null && { set }) } }
}
