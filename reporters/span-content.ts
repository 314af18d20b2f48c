import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { capturesMessages, type SpanContent } from '../src/provenance/telemetry/reply-span.ts'
import type { Source } from '../src/source.ts'
import type { RunSession } from './run-session.ts'

/** Returns what the spans of a run contain beside the events of their replies. */
export function spanContentOf(
  session: RunSession,
  env: Readonly<Record<string, string | undefined>>,
): (event: ResponseEvent | UnmeasuredEvent) => SpanContent {
  const messages = capturesMessages(env['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'])
  return ({ source }) => ({ server: serverOf(session, source), messages })
}

/** The server that answers for a source; null: the run replays, or has no backend. */
function serverOf({ backend, settings }: RunSession, source: Source): SpanContent['server'] {
  if (backend === null || backend.kind === 'replay') return null
  if (backend.kind === 'embedded') return { baseUrl: backend.baseUrl, software: 'vitest-aios' }
  return backend.servers[settings.models[source].baseUrl] ?? null
}
