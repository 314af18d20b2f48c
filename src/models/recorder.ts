import { isoTime } from '../clock.ts'
import type { CassetteEntry } from '../../schemas/generated/cassette.ts'
import { privacyOf, type PrivacySettings } from '../settings/privacy.ts'
import type { Settings } from '../settings/settings.ts'
import { SOURCES } from '../source.ts'
import { cassetteKey } from './cassette.ts'
import type { CompletionRequest, ModelFailure, Models, Reply } from './models.ts'

/** Recordings of all repeats of a request, or the first failure. */
export type Recorded = { kind: 'recorded'; entries: CassetteEntry[]; reply: Reply } | ModelFailure

/**
 * Asks both models, `settings.record` times each. Returns the cassette entries and the reply that the run itself asked
 * for. Any failure discards the recording, so that a cassette is always complete.
 */
export async function record(
  models: Models,
  request: CompletionRequest & { golden: { set: string; id: string } },
  settings: Pick<Settings, 'models' | 'sampling' | 'record'> & PrivacySettings,
  recordedFrom: string,
): Promise<Recorded> {
  const entries: CassetteEntry[] = []
  let own: Reply | null = null
  const sources = [request.source, ...SOURCES.filter((source) => source !== request.source)]
  for (const source of sources) {
    const replies: Reply[] = []
    for (let repeat = 0; repeat < settings.record; repeat++) {
      const reply = await models.complete({ ...request, source, repeat })
      if (reply.kind === 'failure') return reply
      replies.push(reply)
    }
    if (source === request.source) own = replies[request.repeat] ?? replies[0] ?? null
    const first = replies[0]
    if (first !== undefined) entries.push(cassetteEntry(first, replies, request, settings, recordedFrom))
  }
  if (own === null) throw new Error('aios: AIOS_RECORD must be at least 1')
  return { kind: 'recorded', entries, reply: own }
}

/**
 * The cassette entry of the replies to one request, in the order of its repeats: texts are redacted, the key is
 * that of the request as sent. `first` is the first reply.
 */
export function cassetteEntry(
  first: Reply,
  replies: readonly Reply[],
  request: Pick<CompletionRequest, 'messages'> & { golden: { set: string; id: string } },
  settings: Pick<Settings, 'models' | 'sampling'> & PrivacySettings,
  recordedFrom: string,
): CassetteEntry {
  const { redact } = privacyOf(settings)
  const messages = request.messages.map(({ role, content }) => ({ role, content: redact(content) }))
  return {
    schema_version: '2.0',
    key: cassetteKey(settings.models[first.source].id, request.messages, settings.sampling),
    set: request.golden.set,
    golden: request.golden.id,
    source: first.source,
    model: first.model,
    messages: messages as CassetteEntry['messages'],
    sampling: { ...settings.sampling },
    recorded_at: isoTime(),
    recorded_from: recordedFrom,
    replies: replies.map((reply) => ({
      text: redact(reply.text),
      ...(reply.reasoning === undefined ? {} : { reasoning: redact(reply.reasoning) }),
      finish: reply.finish,
      ...(reply.quirks.length === 0 ? {} : { quirks: reply.quirks }),
      timings: reply.timings,
      tokens: reply.tokens,
    })) as CassetteEntry['replies'],
  }
}
