import { inspect } from 'node:util'
import { groupedSample, pairedSample, relationSample, seriesSample } from '../../src/evidence/hypothesis/collect.ts'
import { type GroupedSample, type Metric, METRICS } from '../../src/evidence/hypothesis/sample.ts'
import type { Golden } from '../../src/goldens/read.ts'
import { isRecord } from '../../src/is-record.ts'
import { printable } from '../../src/provenance/printable.ts'
import { observationOf } from '../../src/run/observation.ts'
import { assertAnswered } from './assert-answered.ts'
import type { Lab } from '../suite/lab.ts'
import type { Accessors, Asking, AskingOne, ByContext } from './asking.ts'
import { decidedGroups, decidedSeries, isDecided } from './decisions.ts'
import type { Inquiry } from './inquiry.ts'
import type { Interview } from './interview.ts'
import { type Gathered, readObservations } from './log.ts'
import { type QuestionFiles, readQuestions } from './questions.ts'
import { oneSource, twoWays, type Way } from './way.ts'

/** The accessors of one hypothesis. `goldens` are the files of its declaration. */
export function accessorsOf(place: {
  lab: Lab
  interview: Interview
  inquiry: Inquiry
  testFile: string
  goldens: QuestionFiles | undefined
}): Accessors {
  const { lab, interview, inquiry, testFile } = place
  const { dir } = lab.facts.settings
  const questions = (asking: Asking) => readQuestions(lab, testFile, asking.goldens ?? place.goldens)

  async function ask(asking: Asking, ways: readonly Way[], contextOf: (golden: Golden) => string | null = () => null) {
    const answered = await interview.ask(await questions(asking), ways, demandRepeats(asking.repeats))
    inquiry.shortfalls.push(...assertAnswered(answered))
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

  async function decidedContexts(asking: Exclude<ByContext, { from: 'log' }>, metric: 'weight' | 'routing') {
    const goldens = (await questions(asking)).map((golden) => ({ golden, context: contextIn(asking, golden) }))
    return decidedGroups(lab, goldens, metric, asking.contexts ?? namesOf(goldens))
  }

  return {
    observations(asking = {}) {
      const gathered = once(() =>
        asking.from === 'log' ? readObservations(dir, asking) : ask(asking, [oneWay(asking)]),
      )
      return {
        relation: (x, y) =>
          inquiry.take(async () => {
            const metrics: [Metric, Metric] = [demandMetric(x), demandMetric(y)]
            const { observations, unmeasured } = await gathered()
            return relationSample(observations, { metrics, cluster: 'golden', unmeasured })
          }),
        series: (metric) =>
          inquiry.take(async () => {
            const known = demandMetric(metric)
            if (asking.from !== 'log' && isDecided(known)) return decidedSeries(lab, await questions(asking), known)
            const { observations, unmeasured } = await gathered()
            return seriesSample(observations, { metric: known, unmeasured })
          }),
      }
    },
    paired(asking) {
      const ways = twoWays(asking)
      const gathered = once(() => ask(asking, ways))
      const labels: [string, string] = [ways[0].variant, ways[1].variant]
      const of = (metric: Metric) => () =>
        inquiry.take(async () => {
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
      demandContext(asking)
      const gathered = once(() =>
        asking.from === 'log'
          ? readObservations(dir, asking, (event) => contextIn(asking, event))
          : ask(asking, [oneWay(asking)], (golden) => contextIn(asking, golden)),
      )
      const grouped = async (metric: Metric): Promise<GroupedSample> => {
        if (asking.from !== 'log' && isDecided(metric)) return decidedContexts(asking, metric)
        const { observations, unmeasured } = await gathered()
        const { contexts: groups } = asking
        return groupedSample(observations, { metric, cluster: 'golden', unmeasured, ...(groups && { groups }) })
      }
      const of = (metric: Metric) => () => inquiry.take(() => grouped(metric))
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

function oneWay({ source }: AskingOne): Way {
  const named = oneSource(source)
  return { variant: named ?? 'routed', source: named }
}

function namesOf(goldens: readonly { context: string }[]): string[] {
  return [...new Set(goldens.map(({ context }) => context))].toSorted()
}

function demandMetric(metric: Metric): Metric {
  if (METRICS.includes(metric)) return metric
  throw new Error(`aios: a metric must be one of ${METRICS.join(', ')}, not ${inspect(metric)}`)
}

function demandContext(asking: unknown): void {
  if (isRecord(asking) && typeof asking['context'] === 'function') return
  throw new Error('aios: byContext needs what names the context: byContext({ context: (golden) => golden.trait })')
}

function demandRepeats(repeats: unknown): number | undefined {
  if (repeats === undefined) return undefined
  if (typeof repeats === 'number' && Number.isSafeInteger(repeats) && repeats >= 1) return repeats
  throw new Error(`aios: repeats must be a whole number from 1, not ${JSON.stringify(repeats)}`)
}

function contextIn<T extends { question: string }>({ context }: { context: (of: T) => string }, of: T): string {
  const found: unknown = context(of)
  if (typeof found === 'string' && found.trim() !== '') return found
  throw new Error(
    `aios: byContext({ context }) must name the context of "${printable(of.question, { max: 60 })}", as (golden) => golden.trait does`,
  )
}

function once(make: () => Promise<Gathered>): () => Promise<Gathered> {
  let made: Promise<Gathered> | undefined
  return () => (made ??= make())
}
