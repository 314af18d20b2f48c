import type { GroupedSample, Metric, SeriesSample } from '../../../src/verdicts/hypothesis/samples/sample.ts'
import type { WorkerContext } from '../suite/worker-context.ts'
import type { SuiteGolden } from '../suite/suite-golden.ts'
import { routingOf } from './sample-collector.ts'

/** Metrics that the router decides before a model is asked. */
type Decided = Extract<Metric, 'weight' | 'routing'>

/** Whether a metric is known without a reply. */
export function isDecided(metric: Metric): metric is Decided {
  return metric === 'weight' || metric === 'routing'
}

/** The router's decision for each golden, in their order. */
export function decidedSeries(worker: WorkerContext, goldens: readonly SuiteGolden[], metric: Decided): SeriesSample {
  const values = goldens.map((golden) => decide(worker, golden, metric))
  return { kind: 'series', metric, values, basis: null, unmeasured: [] }
}

/** The router's decisions for the goldens of each context. */
export function decidedGroups(
  worker: WorkerContext,
  goldens: readonly { golden: SuiteGolden; context: string }[],
  metric: Decided,
  contexts: readonly string[],
): GroupedSample {
  const groups = contexts.map((context) => ({
    context,
    values: goldens
      .filter((each) => each.context === context)
      .map(({ golden }) => ({ value: decide(worker, golden, metric), cluster: `${golden.set}: ${golden.id}` })),
  }))
  return { kind: 'grouped', metric, groups, basis: null, unmeasured: [] }
}

function decide({ router, facts }: WorkerContext, golden: SuiteGolden, metric: Decided): number {
  const { weight, source } = router.route(routingOf(golden, {}, facts.settings.prompt))
  return metric === 'weight' ? weight : Number(source === 'main_model')
}
