import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from './project.ts'

/** A span or a log record of the package, as the SDK of `sdkFile` exported it. */
export interface Exported {
  signal: 'span' | 'log'
  name: string
  kind?: number
  attributes: Record<string, unknown>
  status?: { code: number; message?: string }
  events?: { name: string; attributes: Record<string, unknown> }[]
  /** Milliseconds. */
  duration?: number
  traceId: string
  spanId: string
  parent?: string
}

const API = "import { logs, trace } from '@opentelemetry/api'"
const TRACES =
  "import { BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'"

/** A module that registers a tracer provider with the given exporter, an expression. */
export function exporting(exporter: string): string {
  return `${API}
${TRACES}
const exporter = ${exporter}
const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] })
trace.setGlobalTracerProvider(provider)
`
}

/** A module that registers an SDK with in-memory exporters, and writes what they hold to a file when Vitest ends it. */
export function inMemorySdk(signals: { logs: boolean } = { logs: false }): string {
  const logs = `import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
const records = new InMemoryLogRecordExporter()
logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] }))
`
  return `import { appendFileSync } from 'node:fs'
${API}
${TRACES}
${signals.logs ? logs : 'const records = { getFinishedLogRecords: () => [] }'}
const spans = new InMemorySpanExporter()
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }))
const own = ({ instrumentationScope }) => instrumentationScope.name === 'vitest-aios'
export default {
  shutdown() {
    const all = [
      ...spans.getFinishedSpans().filter(own).map((span) => ({
        signal: 'span', name: span.name, kind: span.kind, attributes: span.attributes, status: span.status,
        events: span.events.map(({ name, attributes }) => ({ name, attributes })),
        duration: span.duration[0] * 1e3 + span.duration[1] / 1e6,
        ...span.spanContext(), parent: span.parentSpanContext?.spanId,
      })),
      ...records.getFinishedLogRecords().filter(own).map((log) => ({
        signal: 'log', name: log.eventName, attributes: log.attributes, ...log.spanContext,
      })),
    ]
    for (const each of all) appendFileSync(new URL('exported.ndjson', import.meta.url), JSON.stringify(each) + '\\n')
  },
}
`
}

/** Gives the project the packages of OpenTelemetry. */
export async function installOpenTelemetry(project: Project): Promise<void> {
  const repository = join(import.meta.dirname, '..', '..')
  const name = 'node_modules/@opentelemetry'
  await symlink(join(repository, name), join(project.dir, name))
}

/** Everything that the processes of a run exported with `inMemorySdk`. */
export async function exported(project: Project): Promise<Exported[]> {
  if (!project.exists('exported.ndjson')) return []
  const lines = (await project.read('exported.ndjson')).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Exported)
}
