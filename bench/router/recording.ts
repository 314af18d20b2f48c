// Asks both models every question of questions.ts over HTTP: `node bench/router/recording.ts record`, then packs the replies:
// `node bench/router/recording.ts pack`. Recording takes nearly an hour and continues after an interruption. `record embedder`
// asks one model, `record embedder 0/2` half of the questions.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { seededRandom } from '../../src/evidence.ts'
import { conversationOf } from '../../src/goldens/golden.ts'
import { judge } from '../../src/goldens/expectation.ts'
import { PAIRS } from '../../src/models/embedded/install/catalogue.ts'
import { startStandIn } from '../../src/models/embedded/server/server.ts'
import { openLiveModels } from '../../src/models/live/client.ts'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { type Source, SOURCES } from '../../src/source.ts'
import { questions } from './questions.ts'

/** One reply of the recording. */
export interface Recorded {
  id: string
  source: Source
  model: string
  quantization: string | null
  reply: string
  finish: string
  latency_ms: number
  tokens: number | null
  passed: boolean
  recorded_at: string
}

/** Sufficient for every expectation; longer replies are truncated and judged. */
const MAX_TOKENS = 64

const root = join(import.meta.dirname, '../..')
const raw = join(root, '.aios/router-recording.ndjson')
const packed = join(import.meta.dirname, 'recording/replies.ndjson.gz')

/** The recording in the order of the questions, with verdicts of the current judge. */
export function readRecording(): Recorded[] {
  const asked = new Map(questions().map((question) => [question.id, question]))
  return parse(gunzipSync(readFileSync(packed)).toString()).flatMap((entry) => {
    const question = asked.get(entry.id)
    return question === undefined
      ? []
      : [{ ...entry, passed: judge(entry.reply, question.expect, question.question).passed }]
  })
}

async function record(sources: readonly Source[], { part, parts }: { part: number; parts: number }): Promise<void> {
  const dir = join(root, '.aios')
  mkdirSync(dir, { recursive: true })
  const server = await startStandIn({ dir, threads: 1 })
  const [main = '', embedder = ''] = PAIRS.tiny.map(({ id }) => id)
  const env = { AIOS_BASE_URL: server.baseUrl, AIOS_MAIN_MODEL: main, AIOS_EMBEDDER: embedder }
  const settings = resolveSettings({ sampling: { max_tokens: MAX_TOKENS } }, { root, env })
  const slots = { acquire: () => Promise.resolve({ previous: null, release() {} }) }
  const models = openLiveModels({ settings, slots })
  const done = new Set(existsSync(raw) ? parse(readFileSync(raw, 'utf8')).map(key) : [])
  // In random order, so that an interrupted recording has all categories.
  const todo = seededRandom(1)
    .shuffle(questions())
    .filter((_, at) => at % parts === part)
    .filter(({ id }) => sources.some((source) => !done.has(key({ id, source }))))
  for (const [at, question] of todo.entries()) {
    await Promise.all(
      sources
        .filter((source) => !done.has(key({ id: question.id, source })))
        .map(async (source) => {
          const reply = await models.complete({ source, messages: conversationOf(question), repeat: 0 })
          if (reply.kind === 'failure') throw new Error(`${question.id}, ${source}: ${reply.cause}: ${reply.evidence}`)
          const entry: Recorded = {
            id: question.id,
            source,
            model: reply.model.answered,
            quantization: reply.model.quantization ?? null,
            reply: reply.text,
            finish: reply.finish,
            latency_ms: Math.round(reply.timings.total_ms),
            tokens: reply.tokens.completion,
            passed: judge(reply.text, question.expect, question.question).passed,
            recorded_at: new Date().toISOString(),
          }
          appendFileSync(raw, `${JSON.stringify(entry)}\n`)
        }),
    )
    if (at % 50 === 0) console.log(`${at} of ${todo.length}`)
  }
  await models.close()
  await server.close()
}

/** Keeps only replies to current questions. */
function pack(): void {
  const replies = new Map(parse(readFileSync(raw, 'utf8')).map((entry) => [key(entry), entry]))
  const lines = questions().flatMap(({ id }) =>
    SOURCES.flatMap((source) => {
      const entry = replies.get(key({ id, source }))
      return entry === undefined ? [] : [JSON.stringify(entry)]
    }),
  )
  mkdirSync(join(packed, '..'), { recursive: true })
  writeFileSync(packed, gzipSync(`${lines.join('\n')}\n`, { level: 9 }))
  console.log(`${lines.length} replies, ${readFileSync(packed).length} bytes`)
}

function key({ id, source }: Pick<Recorded, 'id' | 'source'>): string {
  return `${id} ${source}`
}

function parse(text: string): Recorded[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded)
}

const [command, source, share] = process.argv.slice(2)
if (import.meta.main && command === 'record') {
  const [part = 0, parts = 1] = (share ?? '0/1').split('/').map(Number)
  await record(source === undefined ? SOURCES : [source as Source], { part, parts })
  process.exit()
}
if (import.meta.main && command === 'pack') pack()
