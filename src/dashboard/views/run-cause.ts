import { counted } from '../../text/counted.ts'
import type { ObjectiveName } from '../../verdicts/slo/objectives.ts'
import type { RunReplies } from './run-replies.ts'

/** Why a run failed, the most fundamental first: replies that are missing explain what follows. */
export const CAUSES = ['no reply', 'regression', 'models', 'objective', 'failures', 'comparison', 'other'] as const

/** One reason why a run failed. */
export interface RunCause {
  kind: (typeof CAUSES)[number]
  /** null: of the whole run. */
  set: string | null
  /** In words, without the set and a full stop. */
  text: string
  /** The measure whose replies show it; null: none does. */
  measure: RunReplies['measure'] | null
  /** The objective that is missed. */
  objective?: ObjectiveName
  /** What to do; null: its links show it. */
  next: string | null
}

/** Causes in the order of `CAUSES`. Pure. */
export function byUrgency(causes: readonly RunCause[]): RunCause[] {
  return causes.toSorted((a, b) => CAUSES.indexOf(a.kind) - CAUSES.indexOf(b.kind))
}

/** Causes in sentences, one for each set: `capitals: 4 goldens got no reply; pass rate 100 % → 50 %.` Pure. */
export function causesText(causes: readonly RunCause[]): string {
  return [...Map.groupBy(causes, ({ set }) => set)]
    .map(([set, ofSet]) => `${set === null ? '' : `${set}: `}${ofSet.map(({ text }) => text).join('; ')}.`)
    .join(' ')
}

/** Questions without a reply, and the cause of the first; other causes are named without their evidence. Pure. */
export function noReplyText(goldens: number, lost: readonly { cause: string; evidence: string }[]): string {
  const [first, ...rest] = lost
  const text = `${counted(goldens, 'golden')} got no reply`
  if (first === undefined) return text
  const others = [...new Set(rest.map(({ cause }) => cause).filter((cause) => cause !== first.cause))]
  const named = [`${first.cause}: ${first.evidence}`, ...others]
  return `${text} (${named.join('; ')})`
}
