import { decimal, milliseconds, percent } from '../format.ts'
import { counted } from '../../text/counted.ts'
import { type Objective as Judged, reasonBesideEvidence } from '../../verdicts/slo/judge.ts'
import { DIRECTIONS, type ObjectiveName } from '../../verdicts/slo/objectives.ts'

const NAMES: Record<ObjectiveName, string> = {
  passRate: 'pass rate',
  p95Ms: 'p95 latency',
  boundaryDrift: 'drift of the boundary',
  errorRate: 'questions without a reply',
  ttftMs: 'p95 time to first token',
  tokensPerSecond: 'speed',
  tokensPerReply: 'tokens a reply',
}

/** An objective in words: its name, the verdict in one sentence, and the statistical evidence or the reason. */
export interface ObjectiveWords {
  /** `pass rate`. */
  name: string
  /** `pass rate 83.3 %, target at least 95 % (30 goldens)`. */
  sentence: string
  /** Why it is not decided, and what the data show beyond chance; empty: there is nothing to add. */
  evidence: string
}

/** An objective in words, as the page shows it. Pure. */
export function objectiveWords(judged: Judged): ObjectiveWords {
  const { objective, target, value, n, shown } = judged
  const reason = reasonBesideEvidence(judged)
  const name = NAMES[objective]
  const amount = (number: number) => amountOf(objective, number)
  const limit = target === null ? 'no target' : `target ${DIRECTIONS[objective]} ${amount(target)}`
  const evidence = [...(reason === null ? [] : [reason]), ...(shown === null ? [] : [shownText(shown, amount)])]
  return {
    name,
    sentence: `${name} ${value === null ? 'unknown' : amount(value)}, ${limit}${sizeOf(objective, n)}`,
    evidence: evidence.join('; '),
  }
}

function shownText({ confidence, verdict, bound, needs }: NonNullable<Judged['shown']>, amount: (n: number) => string) {
  const at = `${Number((100 * confidence).toFixed(1))} % confidence`
  if (verdict !== 'open') return `shown with ${at}`
  const facts = [
    ...(bound === null ? [] : [`bound ${amount(bound)}`]),
    ...(needs === null ? [] : [`${needs} goldens are needed`]),
  ]
  return `not shown with ${at}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`
}

function sizeOf(objective: ObjectiveName, n: number): string {
  switch (objective) {
    case 'boundaryDrift':
      return ''
    case 'passRate':
      return ` (${counted(n, 'golden')})`
    case 'errorRate':
      return ` (${counted(n, 'question')})`
    case 'p95Ms':
    case 'ttftMs':
    case 'tokensPerSecond':
    case 'tokensPerReply':
      return ` (${counted(n, 'reply', 'replies')})`
  }
}

function amountOf(objective: ObjectiveName, value: number): string {
  switch (objective) {
    case 'p95Ms':
    case 'ttftMs':
      return milliseconds(value)
    case 'passRate':
    case 'errorRate':
      return percent(value)
    case 'tokensPerSecond':
      return `${decimal(value, 1)} tokens/s`
    case 'boundaryDrift':
    case 'tokensPerReply':
      return decimal(value, 3)
  }
}
