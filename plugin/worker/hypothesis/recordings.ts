import type { CassetteEntry } from '../../../schemas/generated/cassette.ts'
import { withPrompt } from '../../../src/message.ts'
import { readCassettes } from '../../../src/models/cassette.ts'
import { cassetteEntry } from '../../../src/models/recorder.ts'
import type { RunFacts } from '../../run-facts.ts'
import { configure } from '../../../src/settings/configuration.ts'
import type { Fresh } from './sample-collector.ts'

/**
 * The replies of a hypothesis as recordings: one for each question and model with all its repeats. Leaves out recordings
 * that the cassettes contain already.
 */
export function recordingsOf(fresh: readonly Fresh[], { settings, backend }: RunFacts): CassetteEntry[] {
  if (settings.record === 0 || backend.kind === 'replay' || backend.kind === 'none') return []
  const held = readCassettes(settings.cassettes)
  const byQuestion = Map.groupBy(fresh, ({ asked, way, reply }) =>
    JSON.stringify([asked.set, asked.fingerprint, way.configuration, reply.source]),
  )
  return [...byQuestion.values()].flatMap((repeats) => {
    const inOrder = repeats.toSorted((a, b) => a.repeat - b.repeat)
    const [first] = inOrder
    if (first === undefined || inOrder.some(({ repeat }, index) => repeat !== index)) return []
    const { asked, way, reply } = first
    const own = way.configuration === undefined ? settings : configure(settings, way.configuration)
    const request = { messages: withPrompt(asked.conversation, own.prompt), golden: { set: asked.set, id: asked.id } }
    const entry = cassetteEntry(
      reply,
      inOrder.map(({ reply }) => reply),
      request,
      own,
      backend.from,
    )
    return (held.get(entry.key)?.replies.length ?? 0) >= entry.replies.length ? [] : [entry]
  })
}
