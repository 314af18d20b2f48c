import type { Settings } from '../settings/types.ts'
import type { Source } from '../source.ts'
import { findModel } from '../models/live/listing.ts'
import type { ServerProbe } from '../models/live/probe.ts'
import type { FailureCause, Models } from '../models/types.ts'
import { failed, ok, warning } from './check.ts'
import type { Check } from './check.ts'

const PENDING: readonly FailureCause[] = [
  'load_timeout',
  'first_token_timeout',
  'idle_timeout',
  'total_timeout',
  'aborted',
]

/** Is the model listed and loaded, and does it answer itself? It is asked through `models` until `signal` aborts. */
export async function modelCheck(
  source: Source,
  probe: ServerProbe,
  settings: Settings,
  models: Models,
  signal: AbortSignal,
): Promise<Check> {
  const { id } = settings.models[source]
  const variable = source === 'main_model' ? 'AIOS_MAIN_MODEL' : 'AIOS_EMBEDDER'
  if (id === '') return failed(source, 'no model is set', `Set ${variable}.`)
  if (probe.kind !== 'reachable')
    return failed(source, `${id} was not asked, because the server does not answer`, 'See the server.')
  const listed = findModel(probe.models, id)
  if (listed === undefined && probe.downloaded.some((known) => known.toLowerCase() === id.toLowerCase())) {
    return failed(source, `${id} is downloaded but not loaded, and just-in-time loading is off`, `\`lms load ${id}\``)
  }
  if (listed === undefined)
    return failed(
      source,
      unlisted(id, probe),
      `Set ${variable} to an id that the server lists, or fetch it: \`lms get ${id}\`.`,
    )
  const state = listed.loaded === null ? 'listed' : listed.loaded ? 'listed, loaded' : 'listed, not loaded'
  const reply = await models.complete({
    source,
    messages: [{ role: 'user', content: 'Say hello.' }],
    repeat: 0,
    signal,
  })
  if (reply.kind === 'failure') {
    const evidence = `${id}: ${state}; ${reply.cause}: ${reply.evidence}`
    const pending = `Perhaps it is loading still: \`lms load ${id}\`, then run the doctor again.`
    return failed(source, evidence, PENDING.includes(reply.cause) ? pending : reply.remedy)
  }
  const { load_ms, total_ms } = reply.timings
  const evidence = `${id}: ${state}, answers as ${reply.model.answered} in ${Math.round(total_ms)} ms${load_ms > 0 ? ` after ${Math.round(load_ms)} ms of loading` : ''}`
  const twin = probe.models.find((model) => model.id.toLowerCase().startsWith(`${id.toLowerCase()}:`))
  return twin === undefined
    ? ok(source, evidence)
    : warning(source, `${evidence}; it is loaded a second time as ${twin.id}`, `\`lms unload ${twin.id}\``)
}

function unlisted(id: string, probe: ServerProbe & { kind: 'reachable' }): string {
  const ids = probe.models.map((model) => model.id)
  const loaded = probe.models.filter((model) => model.loaded === true)
  const substitute =
    probe.software === 'lmstudio' && loaded.length === 1 ? `; ${loaded[0]?.id} would answer in its place` : ''
  return `the server has no model ${id}; it lists ${ids.length === 0 ? 'none' : ids.slice(0, 8).join(', ')}${substitute}`
}
