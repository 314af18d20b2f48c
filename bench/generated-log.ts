import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { ProvenanceEvent, ResponseEvent } from '../schemas/generated/provenance.ts'
import { lineOf } from '../src/provenance/event-line.ts'

/** What to generate. */
export interface GeneratedLog {
  events: number
  /** Time of the last event, in milliseconds since 1970. */
  end: number
  /** Events a day. Default 10,000. */
  perDay?: number
}

const DAY_MS = 86_400_000
const RUN = 200
const VERSION = { git_commit: '0123456789abcdef0123456789abcdef01234567', version: '0.1.0' }
const TRAITS = ['numbers', 'geography', 'code', 'openness', 'general']
const WORDS = 'the light of a small garden at noon tells you where beans and roses grow best when spring is late'.split(
  ' ',
)

/**
 * Events of a project in its shapes and proportions, in the order of a log: of 200, one closes the run, one is a hypothesis
 * test now and then, 3 % are late judgements, half of the replies are of goldens, and some got no reply. Deterministic.
 */
export function* generatedEvents({ events, end, perDay = 10_000 }: GeneratedLog): Generator<ProvenanceEvent> {
  const random = randomFrom(20_261_123)
  const step = DAY_MS / perDay
  const start = end - (events - 1) * step
  let open: string | null = null
  for (let index = 0; index < events; index += 1) {
    const ts = new Date(start + index * step).toISOString()
    const run_id = `run${Math.floor(index / RUN)}`
    const place = index % RUN
    if (place === RUN - 1) yield runEvent(ts, run_id, index)
    else if (place === RUN - 2 && index % (5 * RUN) === RUN - 2) yield adaptationEvent(ts, run_id, random)
    else if (open !== null && random() < 0.5) {
      yield judgementEvent(ts, run_id, open, random() < 0.8 ? 'pass' : 'fail')
      open = null
    } else {
      const response = responseEvent({ ts, run_id, index }, random)
      if (random() < 0.005) yield unmeasured(response)
      else {
        if (response.verdict === 'unjudged') open = response.msg_id
        yield response
      }
    }
  }
}

/** Writes the events to a file, a line each. */
export async function writeGeneratedLog(path: string, options: GeneratedLog): Promise<void> {
  const file = createWriteStream(path)
  let lines: string[] = []
  for (const event of generatedEvents(options)) {
    if (lines.push(`${lineOf(event)}\n`) < 1_000) continue
    if (!file.write(lines.join(''))) await once(file, 'drain')
    lines = []
  }
  file.end(lines.join(''))
  await once(file, 'close')
}

function responseEvent(
  { ts, run_id, index }: { ts: string; run_id: string; index: number },
  random: () => number,
): ResponseEvent {
  const weight = rounded(random(), 3)
  const length = rounded(weight / 2, 3)
  const bucket = index % 2 === 0 ? 'control' : 'treatment'
  const boundary = bucket === 'control' ? 0.5 : 0.53
  const isMain = random() < 0.1 ? weight <= boundary : weight > boundary
  const isGolden = random() < 0.5
  const golden = index % 100
  const total_ms = rounded((isMain ? 9_000 : 2_500) * (0.6 + random()), 1)
  const completion = 20 + Math.floor(80 * random())
  const draw = random()
  const verdict = draw < 0.06 ? 'unjudged' : draw < 0.12 ? 'fail' : 'pass'
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts,
    run_id,
    conv_id: isGolden ? `golden:set${golden % 3}:g${golden}` : `conversation${Math.floor(index / 7)}`,
    msg_id: `message${index}`,
    ...(isGolden && {
      golden: {
        set: `set${golden % 3}`,
        id: `g${golden}`,
        trait: TRAITS[golden % TRAITS.length] ?? '',
        fingerprint: '0123456789ab',
      },
    }),
    repeat: 0,
    retry: 0,
    question: words(10, random),
    reply: words(10 + Math.floor(20 * random()), random),
    source: isMain ? 'main_model' : 'embedder',
    model: { asked: isMain ? 'openhermes-2.5-mistral-7b' : 'llama-3.2-1b-instruct' },
    route: {
      weight,
      parts: { base: rounded(weight - length, 3), length },
      bucket,
      boundary,
      propensity: 0.9,
      drawn: true,
    },
    timings: {
      queue_ms: 0.4,
      load_ms: 0,
      first_token_ms: rounded(total_ms / 5, 1),
      total_ms,
      tokens_per_second: rounded(completion / (total_ms / 1_000), 1),
    },
    tokens: { prompt: 40, completion },
    finish: 'stop',
    tries: 1,
    verdict,
    ...(verdict === 'unjudged' ? {} : { judged_by: 'toAnswer' }),
    ...(verdict === 'fail' ? { why: 'expected "noon", got another time' } : {}),
    origin: 'measured',
    ...VERSION,
  }
}

function unmeasured(response: ResponseEvent): ProvenanceEvent {
  const { reply: _, timings: __, tokens: ___, finish: ____, judged_by: _____, why: ______, ...rest } = response
  const failure = { cause: 'timeout', evidence: 'no reply within 60 s', remedy: 'raise AIOS_TIMEOUT_MS' }
  return { ...rest, verdict: 'unmeasured', failure }
}

function judgementEvent(ts: string, run_id: string, msg_id: string, verdict: 'pass' | 'fail'): ProvenanceEvent {
  return {
    schema_version: '2.0',
    event_type: 'judgement',
    ts,
    run_id,
    msg_id,
    verdict,
    judged_by: 'a person',
    version: VERSION.version,
  }
}

function runEvent(ts: string, run_id: string, index: number): ProvenanceEvent {
  return {
    schema_version: '2.0',
    event_type: 'run',
    ts,
    run_id,
    backend: 'live',
    status: index % 3 === 0 ? 'fail' : 'pass',
    replies: RUN - 1,
    unmeasured: 0,
    unjudged: 0,
    passed_on_retry: 0,
    sets: ['set0', 'set1', 'set2'],
    duration_ms: 600_000,
    ...VERSION,
  }
}

function adaptationEvent(ts: string, run_id: string, random: () => number): ProvenanceEvent {
  return {
    schema_version: '2.0',
    event_type: 'routing_adaptation',
    ts,
    run_id,
    policy: 'evidence',
    from: 0.5,
    to: 0.53,
    evidence: rounded(20 + 10 * random(), 1),
    gain: 0.02,
    reason: 'the treatment is better',
    buckets: { control: 100, treatment: 100 },
    ...VERSION,
  }
}

function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => WORDS[Math.floor(WORDS.length * random())]).join(' ')
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
