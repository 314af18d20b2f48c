import { generatedEvents, type GeneratedLog } from '../../bench/generated-log.ts'
import type { ResponseEvent } from '../../schemas/generated/provenance.ts'
import { freshState } from '../../src/router/state.ts'
import { replay, writeReplayProject } from './dashboard.ts'
import { copyProject, madeOnce } from './made-once.ts'
import type { Project } from './project.ts'

const DAY_MS = 86_400_000
const LOG = '.aios/provenance.ndjson'

/** A system in which everything is well: the same replies on seven days. */
export async function healthyProject(project: Project): Promise<void> {
  await copyProject(await madeOnce('healthy', makeHealthy), project)
}

async function makeHealthy(project: Project): Promise<void> {
  await writeReplayProject(project)
  const config = await project.read('vitest.config.ts')
  // These small models do not know everything, so that the healthy pass rate is lower.
  await project.write({
    'vitest.config.ts': config.replace('sampling:', 'health: { passRate: { redBelow: 0.8 } }, sampling:'),
  })
  await replay(project)
  const today = await linesOf(project)
  await writeLog(project, [...[6, 5, 4, 3, 2, 1].flatMap((days) => moved(today, days)), ...today])
}

/** The healthy system, and then a run with a weaker model, on a server that is slower with the knowledge set. */
export async function regressedProject(project: Project): Promise<void> {
  await healthyProject(project)
  const config = await project.read('vitest.config.ts')
  const weaker = config.replace(
    "main_model: 'qwen2.5-coder-1.5b-instruct'",
    "main_model: 'qwen2.5-coder-0.5b-instruct'",
  )
  const cassette = 'goldens/cassettes/knowledge-set.ndjson'
  const slower = (await project.read(cassette)).replaceAll(
    /"(first_token_ms|total_ms)":([\d.]+)/g,
    (_, name: string, ms: string) => `"${name}":${8 * Number(ms)}`,
  )
  await project.write({ 'vitest.config.ts': weaker, [cassette]: slower })
  await replay(project)
}

/** The healthy system with traffic of users, whose router then drifts beyond its limit and asks one model only. */
export async function driftedProject(project: Project): Promise<void> {
  await healthyProject(project)
  const history = await linesOf(project)
  const now = Date.now()
  const traffic = usersFrom({ events: 600, end: now - DAY_MS, perDay: 150 })
  const drifted = usersFrom({ events: 300, end: now - 60_000, perDay: 300 }).map(toEmbedder)
  await writeLog(project, [
    ...traffic.map((event) => JSON.stringify(event)),
    ...history,
    ...drifted.map((event) => JSON.stringify(event)),
  ])
  const moves = [0.53, 0.56, 0.59, 0.62].map((to, index) => ({
    ts: new Date(now - (5 - index) * DAY_MS).toISOString(),
    policy: 'evidence',
    from: to - 0.03,
    to,
    evidence: 24,
    gain: 0.02,
    reason: 'fewer messages for main_model cost less and are as good',
  }))
  const state = { ...freshState(new Date(now - 6 * DAY_MS).toISOString()), boundary: 0.62, generation: 4, moves }
  await project.write({ '.aios/adaptive_routing_state.json': JSON.stringify(state) })
}

/** Replies to users, without those to goldens. */
function usersFrom(options: GeneratedLog): ResponseEvent[] {
  return [...generatedEvents(options)].filter(
    (event): event is ResponseEvent =>
      event.event_type === 'response' && event.verdict !== 'unmeasured' && event.golden === undefined,
  )
}

function toEmbedder(event: ResponseEvent, index: number): ResponseEvent {
  const boundary = event.route.bucket === 'treatment' ? 0.62 : event.route.boundary
  const route = { ...event.route, boundary }
  return { ...event, run_id: 'drifted', msg_id: `drifted${index}`, route, source: 'embedder' }
}

async function linesOf(project: Project): Promise<string[]> {
  return (await project.read(LOG)).split('\n').filter((line) => line !== '')
}

async function writeLog(project: Project, lines: readonly string[]): Promise<void> {
  await project.write({ [LOG]: `${lines.join('\n')}\n` })
}

/** The events of a run some days earlier, as a run of its own. */
function moved(lines: readonly string[], days: number): string[] {
  return lines.map((line) => {
    const event = JSON.parse(line) as Record<string, unknown>
    const ts = new Date(Date.parse(String(event['ts'])) - days * DAY_MS).toISOString()
    const ids = ['run_id', 'msg_id']
      .filter((name) => name in event)
      .map((name) => [name, `${String(event[name])}-${days}`])
    return JSON.stringify({ ...event, ts, ...Object.fromEntries(ids) })
  })
}
