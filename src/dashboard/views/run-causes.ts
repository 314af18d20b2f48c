import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { Report, SetReport } from '../../../schemas/generated/report.ts'
import { whyFailed } from '../../artifacts/report/why-failed.ts'
import { fromReport } from '../../artifacts/slo/from-report.ts'
import { counted } from '../../text/counted.ts'
import { failedText } from '../../verdicts/failed-text.ts'
import { comparedCauses, type ComparedModels, hasOtherModels, modelsCause } from './compared-causes.ts'
import { objectiveWords } from './objective-words.ts'
import { byUrgency, noReplyText, type RunCause } from './run-cause.ts'

/**
 * Why the run of a report failed, and the models that changed; empty: it passed with the same models. `compared`: its
 * comparison in full, where it is known. Pure.
 */
export function causesOf(report: Report, compared: readonly SetComparison[]): RunCause[] {
  const models = modelsCause(report.sets.map((set) => modelsOf(set, compared)))
  if (report.status === 'pass') return models
  const run = (text: string, next: string | null = null): RunCause[] => [
    { kind: 'other', set: null, text, measure: null, next },
  ]
  if (report.backend === 'none') return run('No backend could answer', 'find the cause: npx aios doctor')
  const causes = report.sets.flatMap((set) => setCauses(set, compared))
  if (causes.length > 0) return byUrgency([...models, ...causes])
  return [...models, ...whyFailed(report).flatMap((text) => run(text))]
}

function modelsOf({ set, goldens }: SetReport, compared: readonly SetComparison[]): ComparedModels {
  const sources = new Map(goldens.map(({ id, source }) => [id, source]))
  const { stale = [] } = compared.find((each) => each.set === set) ?? {}
  return { set, stale, sourceOf: (id) => sources.get(id) ?? null }
}

function setCauses(report: SetReport, compared: readonly SetComparison[]): RunCause[] {
  const { set, status, counts, comparison } = report
  const { unmeasured, unjudged = 0, passed_on_retry: retried = 0 } = counts
  const isExplainedByModels = hasOtherModels(modelsOf(report, compared).stale)
  const cause = (kind: RunCause['kind'], text: string, measure: RunCause['measure']): RunCause => {
    return { kind, set, text, measure, next: null }
  }
  const worse =
    comparison.verdict === null
      ? []
      : comparedCauses(set, comparison, { isExplained: isExplainedByModels, lost: unmeasured, ran: counts.ran })
  const isExplained = worse.some(({ kind, measure }) => kind === 'regression' && measure === 'passRate')
  const newFailures = counts.failed - counts.known_failures
  return [
    ...(unmeasured > 0 ? [{ ...cause('no reply', lostText(report), 'errorRate'), next: remedyOf(report) }] : []),
    ...worse,
    ...missedObjectives(report),
    ...(status === 'fail' && newFailures > 0 && !isExplained
      ? [cause('failures', failedText('golden', { failed: counts.failed, known: counts.known_failures }), 'passRate')]
      : []),
    ...(unjudged > 0 ? [cause('failures', `${counted(unjudged, 'golden')} not judged`, null)] : []),
    ...(retried > 0 ? [cause('failures', `${counted(retried, 'golden')} passed only on a retry`, 'passRate')] : []),
  ]
}

/** Why goldens got no reply: `4 goldens got no reply (unreachable: connect ECONNREFUSED)`. */
function lostText({ counts, unmeasured }: SetReport): string {
  return noReplyText(counts.unmeasured, unmeasured)
}

function remedyOf({ unmeasured: [first] }: SetReport): string | null {
  return first?.remedy ?? null
}

function missedObjectives(report: SetReport): RunCause[] {
  const { set } = report
  if (report.slo === null || report.slo.verdict === 'pass') return []
  return (fromReport(report, {})?.objectives ?? []).flatMap((judged): RunCause[] => {
    const { objective, target, met, reason } = judged
    if (met || target === null) return []
    const text = `${objectiveWords(judged).sentence}${reason === undefined ? '' : `, cannot be judged: ${reason}`}`
    return [{ kind: 'objective', set, text, measure: objective, objective, next: null }]
  })
}
