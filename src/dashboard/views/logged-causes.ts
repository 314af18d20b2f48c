import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { SetSnapshot } from '../../artifacts/baseline/snapshot.ts'
import { counted } from '../../text/counted.ts'
import { comparedCauses, hasOtherModels, modelsCause } from './compared-causes.ts'
import type { LostReply } from './lost-replies.ts'
import { byUrgency, noReplyText, type RunCause } from './run-cause.ts'
import { decisive } from './run-replies.ts'

type AskedSet = Pick<SetSnapshot, 'unmeasured' | 'goldens'>

/** What the log and the comparison file have of a run. */
interface LoggedRun {
  sets: ReadonlyMap<string, AskedSet>
  lost: readonly LostReply[]
  compared: readonly SetComparison[]
}

/** The replies to a set that count against it. */
interface Asked {
  failed: number
  lost: readonly LostReply[]
  /** The first question of a golden that got no reply in any repeat. */
  unanswered: LostReply | undefined
}

/** Goldens that a cause names. */
const MOST_NAMED = 3

/**
 * The causes of a failed run that the log and its comparison name, the most urgent first. They have no objectives, so a run
 * can have other causes. Pure.
 */
export function causesOfLoggedRun({ sets, lost, compared }: LoggedRun, backend: string | null): RunCause[] {
  if (backend === 'none')
    return [{ kind: 'other', set: null, text: 'No backend could answer', measure: null, next: null }]
  const lostOf = (set: string) =>
    lost.filter((each) => each.set === set && sets.get(set)?.unmeasured.includes(each.golden) === true)
  const askedOf = (set: string): Asked => {
    const goldens = [...(sets.get(set)?.goldens.values() ?? [])]
    return {
      failed: goldens.reduce((sum, { judged, passed }) => sum + judged - passed, 0),
      lost: lost.filter((each) => each.set === set),
      unanswered: lostOf(set)[0],
    }
  }
  const explained = new Set(
    compared.flatMap(({ set, status, why }) => (status === 'pass' || why !== undefined ? set : [])),
  )
  const noReply = [...sets].flatMap(([set, { unmeasured }]): RunCause[] => {
    if (unmeasured.length === 0 || explained.has(set)) return []
    const ofSet = lostOf(set)
    const text = noReplyText(unmeasured.length, ofSet)
    return [{ kind: 'no reply', set, text, measure: 'errorRate', next: ofSet[0]?.remedy ?? null }]
  })
  const models = modelsCause(
    compared.map(({ set, stale }) => {
      const goldens = sets.get(set)?.goldens
      return { set, stale, sourceOf: (id) => goldens?.get(id)?.source ?? null }
    }),
  )
  return byUrgency([...noReply, ...models, ...compared.flatMap((each) => comparisonCauses(each, askedOf(each.set)))])
}

function comparisonCauses(comparison: SetComparison, asked: Asked): RunCause[] {
  if (comparison.status === 'pass') return []
  if (comparison.why !== undefined) return [recordedCause(comparison.set, comparison.why, asked)]
  const { set, stale, broke, unmeasured, compared, extra } = comparison
  const ran = compared.length + stale.length + extra.length + unmeasured.length
  const worse = comparedCauses(set, comparison, { isExplained: hasOtherModels(stale), lost: unmeasured.length, ran })
  const isExplained = worse.some(({ kind, measure }) => kind === 'regression' && measure === 'passRate')
  const named = broke.slice(0, MOST_NAMED).join(', ')
  const more = broke.length > MOST_NAMED ? ` and ${broke.length - MOST_NAMED} more` : ''
  return [
    ...worse,
    ...(broke.length === 0 || isExplained
      ? []
      : [
          {
            kind: 'failures',
            set,
            text: `${counted(broke.length, 'golden')} passed in the baseline and failed: ${named}${more}`,
            measure: 'passRate',
            next: null,
          } as const,
        ]),
  ]
}

/** What the comparison file says of a set that failed, with its objectives; the log has why replies are missing. */
function recordedCause(set: string, why: string, { failed, lost, unanswered }: Asked): RunCause {
  if (unanswered === undefined) {
    const measure = decisive({ failed, lost: lost.length })
    return { kind: 'failures', set, text: why, measure, next: null }
  }
  const { cause, evidence, remedy } = unanswered
  return { kind: 'no reply', set, text: `${why}; ${cause}: ${evidence}`, measure: 'errorRate', next: remedy }
}
