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
import type { Way } from './variant.ts'

/** One question to one model. */
interface Call {
  /** As the golden set has it. */
  golden: SuiteGolden
  asked: SuiteGolden
  way: Way
  source: Source
  repeat: number
  /** The router sends it to the other model: it is asked to be recorded, and tells nothing of this run. */
  spare: boolean
}

/** A question with its judged reply. */
export interface Answered {
  golden: SuiteGolden
  way: Way
  event: ResponseEvent
}

/** A reply with all that a recording of it needs. */
export interface Fresh {
  asked: SuiteGolden
  way: Way
  repeat: number
  reply: Reply
}

/** How often to ask where neither person nor golden says, and the plugin plans repeats by itself. */
const USUAL_REPEATS = 3

/** What a test file has asked already: hypotheses that share it ask the same question once. */
const answers = new WeakMap<WorkerContext, Map<string, Promise<ResponseEvent>>>()

/** Asks all that one hypothesis wants to know. */
export class SampleCollector {
  /** Replies that this hypothesis was the first to ask for. */
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
   * Asks every golden in every way, in turns, so that a machine that drifts does so for all ways alike; and all goldens
   * once before any is repeated, so that no reply finds its question still in a server's cache. Rejects with the first
   * question that got no reply, without asking the rest.
   */
  async ask(goldens: readonly SuiteGolden[], ways: readonly Way[], repeats: number | undefined): Promise<Answered[]> {
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

  #plan(goldens: readonly SuiteGolden[], ways: readonly Way[], repeats: number | undefined): Call[] {
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
        // Whoever comes first finds a colder machine: all come first equally often.
        const order = (index + repeat) % 2 === 0 ? ways : ways.toReversed()
        return order.flatMap(({ way, asked }) =>
          this.#sources(asked, way).map(({ source, spare }) => ({ golden, asked, way, source, repeat, spare })),
        )
      }),
    ).flat()
  }

  /** A recording holds the replies of both models where the router decides, since it may decide otherwise one day. */
  #sources(asked: SuiteGolden, way: Way): Pick<Call, 'source' | 'spare'>[] {
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

/** What shapes a reply and its verdict. */
function keyOf({ asked, way, source, repeat }: Call): string {
  return JSON.stringify([asked.fingerprint, way.configuration, source, repeat])
}

/** What the router is asked about a golden, the same as when it is asked of a model. */
export function routingOf(asked: SuiteGolden, { configuration }: Pick<Way, 'configuration'>, prompt: string | null) {
  return {
    conversation: `golden:${asked.set}:${asked.id}`,
    messages: withPrompt(asked.conversation, configuration?.prompt ?? prompt),
    explore: false,
  }
}

/** Results in the order of the tasks, a few of which run at the same time. After a failure no other is begun. */
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
