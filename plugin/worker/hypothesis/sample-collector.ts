import { recordArtifact, type TestContext } from 'vitest'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { withPrompt } from '../../../src/message.ts'
import type { Reply } from '../../../src/models/models.ts'
import { SOURCES, type Source } from '../../../src/source.ts'
import type { Attempt } from '../suite/attempt.ts'
import { judgedReplyOf } from '../suite/judging.ts'
import type { WorkerContext } from '../suite/worker-context.ts'
import type { SuiteGolden } from '../suite/suite-golden.ts'
import { askedGolden } from './asked-golden.ts'
import type { Variant } from './variant.ts'

/** One question to one model. */
interface Call {
  /** The golden as it is in its set. */
  golden: SuiteGolden
  asked: SuiteGolden
  way: Variant
  source: Source
  repeat: number
  /** The router chose the other model: this reply is recorded only, and is not part of the sample. */
  spare: boolean
}

/** A question with its judged reply. */
export interface Answered {
  golden: SuiteGolden
  way: Variant
  event: ResponseEvent
}

/** A reply, with the facts that its recording needs. */
export interface Fresh {
  asked: SuiteGolden
  way: Variant
  repeat: number
  reply: Reply
}

/** Default number of repeats where the plugin's setting is `auto`. */
const USUAL_REPEATS = 3

/** Replies of a test file: its hypotheses ask the same question once. */
const answers = new WeakMap<WorkerContext, Map<string, Promise<ResponseEvent>>>()

/** Asks the questions of one hypothesis. */
export class SampleCollector {
  /** Replies to questions that this hypothesis asked first. */
  readonly fresh: Fresh[] = []
  readonly #worker: WorkerContext
  readonly #attempt: Attempt
  readonly #task: TestContext['task']
  readonly #id: string
  readonly #known: Map<string, Promise<ResponseEvent>>

  constructor(worker: WorkerContext, task: TestContext['task'], attempt: Attempt, id: string) {
    this.#worker = worker
    this.#task = task
    this.#attempt = attempt
    this.#id = id
    this.#known = answers.get(worker) ?? new Map<string, Promise<ResponseEvent>>()
    answers.set(worker, this.#known)
  }

  /**
   * Asks every golden in every variant, in turns, so that drift of the machine affects all variants; and all goldens once
   * before any is repeated, so that a question is no longer in the server's cache. Rejects with the first question that got
   * no reply, without asking the rest.
   */
  async ask(
    goldens: readonly SuiteGolden[],
    ways: readonly Variant[],
    repeats: number | undefined,
  ): Promise<Answered[]> {
    const calls = this.#plan(goldens, ways, repeats)
    const { slots } = this.#worker.facts.settings
    const questions = calls.filter((call) => !this.#known.has(keyOf(call))).length
    await recordArtifact(this.#task, { type: 'aios:plan', questions })
    const replies = await inOrder(calls, slots > 1 ? 2 * slots : 1, (call) => this.#answer(call))
    return calls.flatMap((call, index) => {
      const event = replies[index]
      return event === undefined || call.spare ? [] : [{ golden: call.golden, way: call.way, event }]
    })
  }

  #plan(goldens: readonly SuiteGolden[], ways: readonly Variant[], repeats: number | undefined): Call[] {
    const { record, repeats: usual } = this.#worker.facts.settings
    const planned = goldens.map((golden) => ({
      golden,
      times: Math.max(record, repeats ?? golden.repeats ?? (usual === 'auto' ? USUAL_REPEATS : usual)),
      ways: ways.map((way) => ({ way, asked: askedGolden(golden, way, this.#id) })),
    }))
    const most = planned.reduce((most, { times }) => Math.max(most, times), 0)
    return Array.from({ length: most }, (_, repeat) =>
      planned.flatMap(({ golden, times, ways }, index) => {
        if (repeat >= times) return []
        // Alternate the order, so that no variant always gets the cold cache.
        const order = (index + repeat) % 2 === 0 ? ways : ways.toReversed()
        return order.flatMap(({ way, asked }) =>
          this.#sources(asked, way).map(({ source, spare }) => ({ golden, asked, way, source, repeat, spare })),
        )
      }),
    ).flat()
  }

  /** Where the router decides, a recording contains the replies of both models, because its decision may change. */
  #sources(asked: SuiteGolden, way: Variant): Pick<Call, 'source' | 'spare'>[] {
    const { settings } = this.#worker.facts
    const routed = way.source ?? this.#worker.router.route(routingOf(asked, way, settings.prompt)).source
    if (way.source !== null || settings.record === 0) return [{ source: routed, spare: false }]
    return SOURCES.map((source) => ({ source, spare: source !== routed }))
  }

  #answer(call: Call): Promise<ResponseEvent> {
    const answer = this.#known.get(keyOf(call)) ?? this.#ask(call)
    this.#known.set(keyOf(call), answer)
    return answer
  }

  async #ask({ asked, way, source, repeat }: Call): Promise<ResponseEvent> {
    const { configuration, variant } = way
    const hypothesis = { id: this.#id, variant }
    const options = { source, repeat, hypothesis, ...(configuration !== undefined && { configuration }) }
    const reply = await this.#attempt.ask(asked, options)
    const judged = judgedReplyOf(reply)
    if (judged === undefined) throw new Error('aios: a reply has no record')
    judged.judgeBy('hypothesis', reply.text, asked.expect)
    this.fresh.push({ asked, way, repeat, reply })
    return judged.event
  }
}

/** The key of all that affects a reply and its verdict. */
function keyOf({ asked, way, source, repeat }: Call): string {
  return JSON.stringify([asked.fingerprint, way.configuration, source, repeat])
}

/** The routing request for a golden, the same as when a model is asked. */
export function routingOf(
  asked: SuiteGolden,
  { configuration }: Pick<Variant, 'configuration'>,
  prompt: string | null,
) {
  return {
    conversation: `golden:${asked.set}:${asked.id}`,
    messages: withPrompt(asked.conversation, configuration?.prompt ?? prompt),
    explore: false,
  }
}

/** Runs tasks, up to `most` at the same time; returns the results in their order. Stops at the first failure. */
async function inOrder<T, R>(tasks: readonly T[], most: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  const queue = tasks.entries()
  const worker = async () => {
    for (const [index, task] of queue) {
      if (failures.length > 0) return
      try {
        results[index] = await run(task)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: most }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
