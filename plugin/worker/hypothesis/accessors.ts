import type { FromLog } from '../../../schemas/generated/options.ts'
import { validateFromLog, validateSingleSourceOptions } from '../../../schemas/generated/options.validate.js'
import {
  groupedSample,
  pairedSample,
  relationSample,
  seriesSample,
} from '../../../src/verdicts/hypothesis/samples/collect.ts'
import { type GroupedSample, type Metric, METRICS } from '../../../src/verdicts/hypothesis/samples/sample.ts'
import type { Golden } from '../../../src/goldens/sets/golden-set.ts'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { isRecord } from '../../../src/is-record.ts'
import { mustBe } from '../../../src/text/option-errors.ts'
import { printable } from '../../../src/text/printable.ts'
import { observationOf } from '../../../src/provenance/results/observation.ts'
import { assertAnswered } from './assert-answered.ts'
import { assertCallOptions } from '../suite/call-options.ts'
import type { WorkerContext } from '../suite/worker-context.ts'
import type { Accessors, SampleOptions, SingleSourceOptions, ByContext } from './accessor-types.ts'
import { decidedGroups, decidedSeries, isDecided } from './decisions.ts'
import type { HypothesisRun } from './hypothesis-run.ts'
import type { SampleCollector } from './sample-collector.ts'
import type { Gathered } from './log.ts'
import { type QuestionFiles, readQuestions } from './questions.ts'
import { variantPair, type Variant } from './variant.ts'

/** The accessors of one hypothesis. `goldens` are the files of its declaration. */
export function accessorsOf(place: {
  worker: WorkerContext
  collector: SampleCollector
  run: HypothesisRun
  testFile: string
  goldens: QuestionFiles | undefined
}): Accessors {
  const { worker, collector, run, testFile } = place
  const { dir } = worker.facts.settings
  const questions = (asking: SampleOptions) => readQuestions(worker, testFile, asking.goldens ?? place.goldens)

  async function ask(
    asking: SampleOptions,
    ways: readonly Variant[],
    contextOf: (golden: Golden) => string | null = () => null,
  ) {
    const answered = await collector.ask(await questions(asking), ways, asking.repeats)
    run.shortfalls.push(...assertAnswered(answered))
    const observations = answered.map(({ golden, way, event }) =>
      // Ids are unique in their set only.
      observationOf(event, {
        golden: `${golden.set}: ${golden.id}`,
        variant: way.variant,
        context: contextOf(golden),
      }),
    )
    return { observations, unmeasured: [] }
  }

  /** Most hypotheses ask, and do not load the reader of logs. */
  async function fromLog(asking: FromLog, contextOf?: (event: ResponseEvent) => string | null): Promise<Gathered> {
    const { readObservations } = await import('./log.ts')
    return readObservations(dir, asking, contextOf)
  }

  async function decidedContexts(asking: Exclude<ByContext, { from: 'log' }>, metric: 'weight' | 'routing') {
    const goldens = (await questions(asking)).map((golden) => ({ golden, context: contextIn(asking, golden) }))
    return decidedGroups(worker, goldens, metric, asking.contexts ?? namesOf(goldens))
  }

  return {
    observations(asking = {}) {
      assertSampleOptions(asking, 'observations')
      const gathered = once(() => (isFromLog(asking) ? fromLog(asking) : ask(asking, [oneWay(asking)])))
      return {
        relation: (x, y) =>
          run.take(async () => {
            const metrics: [Metric, Metric] = [assertMetric(x), assertMetric(y)]
            const { observations, unmeasured } = await gathered()
            return relationSample(observations, { metrics, cluster: 'golden', unmeasured })
          }),
        series: (metric) =>
          run.take(async () => {
            const known = assertMetric(metric)
            if (!isFromLog(asking) && isDecided(known)) return decidedSeries(worker, await questions(asking), known)
            const { observations, unmeasured } = await gathered()
            return seriesSample(observations, { metric: known, unmeasured })
          }),
      }
    },
    paired(asking) {
      const ways = variantPair(asking)
      const gathered = once(() => ask(asking, ways))
      const labels: [string, string] = [ways[0].variant, ways[1].variant]
      const of = (metric: Metric) => () =>
        run.take(async () => {
          const { observations } = await gathered()
          return pairedSample(observations, { metric, by: 'variant', labels })
        })
      return {
        latency: of('latency'),
        firstToken: of('firstToken'),
        tokens: of('tokens'),
        tokensPerSecond: of('tokensPerSecond'),
        quality: of('quality'),
      }
    },
    byContext(asking) {
      assertContext(asking)
      const { context: _, contexts, ...options } = asking
      assertSampleOptions(options, 'byContext')
      const gathered = once(() =>
        isFromLog(asking)
          ? fromLog(asking, (event) => contextIn(asking, event))
          : ask(asking, [oneWay(asking)], (golden) => contextIn(asking, golden)),
      )
      const grouped = async (metric: Metric): Promise<GroupedSample> => {
        if (!isFromLog(asking) && isDecided(metric)) return decidedContexts(asking, metric)
        const { observations, unmeasured } = await gathered()
        return groupedSample(observations, {
          metric,
          cluster: 'golden',
          unmeasured,
          ...(contexts && { groups: contexts }),
        })
      }
      const of = (metric: Metric) => () => run.take(() => grouped(metric))
      return {
        latency: of('latency'),
        firstToken: of('firstToken'),
        tokens: of('tokens'),
        tokensPerSecond: of('tokensPerSecond'),
        quality: of('quality'),
        weight: of('weight'),
        routing: of('routing'),
      }
    },
  }
}

function oneWay({ source }: SingleSourceOptions): Variant {
  return { variant: source ?? 'routed', source: source ?? null }
}

function isFromLog(asking: SingleSourceOptions | FromLog): asking is FromLog {
  return asking.from !== undefined
}

function assertSampleOptions(asking: SingleSourceOptions | FromLog, caller: string): void {
  // A value of another type is reported by the validator.
  const isLog = isRecord(asking) && isFromLog(asking)
  assertCallOptions<SingleSourceOptions | FromLog>(
    isLog ? validateFromLog : validateSingleSourceOptions,
    asking,
    caller,
  )
}

function namesOf(goldens: readonly { context: string }[]): string[] {
  return [...new Set(goldens.map(({ context }) => context))].toSorted()
}

function assertMetric(metric: Metric): Metric {
  if (METRICS.includes(metric)) return metric
  throw new RangeError(`aios: ${mustBe('the metric', `one of ${METRICS.join(', ')}`, metric)}`)
}

function assertContext(asking: unknown): void {
  if (isRecord(asking) && typeof asking['context'] === 'function') return
  throw new Error(
    'aios: byContext needs a function that returns the context: byContext({ context: (golden) => golden.trait })',
  )
}

function contextIn<T extends { question: string }>({ context }: { context: (of: T) => string }, of: T): string {
  const found: unknown = context(of)
  if (typeof found === 'string' && found.trim() !== '') return found
  throw new Error(
    `aios: byContext({ context }) must return a non-empty string for "${printable(of.question, { max: 60 })}", as (golden) => golden.trait does`,
  )
}

function once(make: () => Promise<Gathered>): () => Promise<Gathered> {
  let made: Promise<Gathered> | undefined
  return () => (made ??= make())
}
