import { setImmediate } from '../clock.ts'
import { decodingSpeed } from '../verdicts/decoding-speed.ts'
import type { CassetteEntry } from '../../schemas/generated/cassette.ts'
import type { Settings } from '../settings/settings.ts'
import { cassetteKey, Recordings } from './cassette.ts'
import type { CompletionRequest, ModelFailure, Models, Reply } from './models.ts'

/** Replies between two turns of the event loop. */
const REPLIES_A_TURN = 50

/**
 * Answers from the cassettes, with the recorded replies and timings. Lets other work of the worker run now and then, such as
 * the sending of events: without it a replay would block the event loop until its last reply.
 */
export function openReplay(settings: Pick<Settings, 'cassettes' | 'models' | 'sampling'>): Models {
  const entries = new Recordings(settings.cassettes)
  let replies = 0
  return {
    async complete(request) {
      replies += 1
      if (replies % REPLIES_A_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve))
      const model = settings.models[request.source].id
      const entry = entries.get(cassetteKey(model, request.messages, settings.sampling))
      return replay(entry, request, model)
    },
    close: () => Promise.resolve(),
  }
}

function replay(entry: CassetteEntry | undefined, request: CompletionRequest, model: string): Reply | ModelFailure {
  const recorded = entry?.replies[request.repeat]
  if (entry === undefined || recorded === undefined) return notRecorded(entry, request, model)
  return {
    kind: 'reply',
    source: request.source,
    text: recorded.text,
    ...(recorded.reasoning === undefined ? {} : { reasoning: recorded.reasoning }),
    finish: recorded.finish,
    model: entry.model,
    timings: { ...recorded.timings, tokens_per_second: speedOf(recorded) },
    tokens: recorded.tokens,
    tries: 1,
    quirks: recorded.quirks ?? [],
    origin: { kind: 'replayed', recordedAt: entry.recorded_at },
  }
}

/** Drops the speed of too few tokens in too short a time, which recordings of older versions contain. */
function speedOf({ timings, tokens }: CassetteEntry['replies'][number]): number | null {
  const times = { firstTokenMs: timings.first_token_ms, latencyMs: timings.total_ms }
  return decodingSpeed({ ...times, completionTokens: tokens.completion }) === null ? null : timings.tokens_per_second
}

function notRecorded(entry: CassetteEntry | undefined, request: CompletionRequest, model: string): ModelFailure {
  const name =
    request.golden === undefined ? 'this question' : `golden "${request.golden.id}" of "${request.golden.set}"`
  return {
    kind: 'failure',
    source: request.source,
    model,
    cause: 'not_recorded',
    evidence:
      entry === undefined
        ? `no cassette contains ${name} for ${request.source} (${model}) with these messages and sampling settings`
        : `the cassette contains ${entry.replies.length} repeats of ${name} for ${request.source} (${model}), not repeat ${request.repeat + 1}`,
    remedy: `record it with a live server or the embedded engine: AIOS_RECORD=${Math.max(5, request.repeat + 1)} npx vitest run goldens`,
    tries: 1,
    origin: 'replayed',
  }
}
