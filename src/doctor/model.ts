import type { Settings } from '../settings/settings.ts'
import type { Source } from '../source.ts'
import { mayAnswer } from '../models/backend.ts'
import { aliasesOf } from '../models/live/identity.ts'
import { findModel } from '../models/live/listing.ts'
import type { ListedModel } from '../models/live/listing.ts'
import { toolOf } from '../models/live/tools.ts'
import type { ServerProbe } from '../models/live/probe.ts'
import type { ModelFailure, Models } from '../models/models.ts'
import { failed, ok, warning } from './check.ts'
import type { Check } from './check.ts'

/** Checks that the model is listed and loaded, and that it answers itself. Asks through `models`. */
export async function modelCheck(
  source: Source,
  probe: ServerProbe,
  settings: Settings,
  models: Models,
): Promise<Check> {
  const { id } = settings.models[source]
  const variable = source === 'main_model' ? 'AIOS_MAIN_MODEL' : 'AIOS_EMBEDDER'
  if (id === '') return failed(source, 'no model is set', `Set ${variable}.`)
  if (!mayAnswer(probe))
    return failed(source, `${id} was not asked, because the server does not answer`, 'See the server.')
  const listed = probe.kind === 'reachable' ? findModel(probe.models, id, aliasesOf(settings.aliases, id)) : undefined
  const state = listed === undefined ? 'not listed' : stateOf(listed)
  const reply = await models.complete({
    source,
    messages: [{ role: 'user', content: 'Say hello.' }],
    repeat: 0,
  })
  if (reply.kind === 'failure' && probe.kind === 'reachable' && listed === undefined) {
    return refused(source, id, probe, reply)
  }
  if (reply.kind === 'failure') {
    const evidence = `${id}: ${state}; ${reply.cause}: ${reply.evidence}`
    return failed(source, evidence, reply.remedy)
  }
  const { load_ms, total_ms } = reply.timings
  const evidence = `${id}: ${state}, answers as ${reply.model.answered} in ${Math.round(total_ms)} ms${load_ms > 0 ? ` after ${Math.round(load_ms)} ms of loading` : ''}`
  const all = probe.kind === 'reachable' ? probe.models : []
  const twin = all.find((model) => model.id.toLowerCase().startsWith(`${id.toLowerCase()}:`))
  return twin === undefined
    ? ok(source, evidence)
    : warning(source, `${evidence}; it is loaded a second time as ${twin.id}`, `\`lms unload ${twin.id}\``)
}

function stateOf({ loaded }: ListedModel): string {
  return loaded === null ? 'listed' : loaded ? 'listed, loaded' : 'listed, not loaded'
}

/** The check of a model that is not listed and does not answer. */
function refused(source: Source, id: string, probe: ServerProbe & { kind: 'reachable' }, reply: ModelFailure): Check {
  const variable = source === 'main_model' ? 'AIOS_MAIN_MODEL' : 'AIOS_EMBEDDER'
  const tool = toolOf(probe.software)
  if (exactId(probe.downloaded, id)) {
    return failed(
      source,
      `${id} is downloaded but not loaded, and just-in-time loading is off`,
      `Load it: ${tool.load(id)}.`,
    )
  }
  const ids = probe.models.map((model) => model.id)
  const lists =
    ids.length === 0 ? 'none' : `${ids.slice(0, 8).join(', ')}${ids.length > 8 ? `, … (${ids.length})` : ''}`
  const said = reply.cause === 'unknown_model' ? '' : `; asked for it, ${reply.cause}: ${reply.evidence}`
  return failed(
    source,
    `the server has no model ${id}; it lists ${lists}${said}`,
    `Set ${variable} to an id that the server lists, or fetch it: ${tool.fetch(id)}.`,
  )
}

const exactId = (ids: readonly string[], id: string) => ids.some((known) => known.toLowerCase() === id.toLowerCase())
