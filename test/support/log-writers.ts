import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readLog } from '../../src/provenance/read.ts'

/** A process that appends to a log until it is stopped. */
export interface LogWriter {
  /** Resolves to the number of events that it has appended. Rejects when it failed. */
  stop(): Promise<number>
}

/** Starts a script of `test/fixtures` that appends until its standard input ends, and waits until it is ready. */
export async function startLogWriter(
  script: 'append-until-stopped.ts' | 'append-older-events.ts',
  ...args: string[]
): Promise<LogWriter> {
  const node = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../fixtures', script), ...args]
  const child = spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const output = text(child.stdout)
  return {
    async stop() {
      child.stdin.end()
      const { count, error } = JSON.parse(await output) as { count: number; error: string | null }
      if (error !== null) throw new Error(error)
      return count
    },
  }
}

/** How often each message id is in a log, and what could not be read. */
export async function messagesIn(from: string | readonly string[]) {
  const ids = new Map<string, number>()
  const reading = readLog(from)
  for await (const event of reading.events)
    if ('msg_id' in event) ids.set(event.msg_id, (ids.get(event.msg_id) ?? 0) + 1)
  const repeated = [...ids].filter(([, count]) => count > 1).map(([id]) => id)
  return { ids, repeated, skipped: reading.skipped, files: reading.files }
}
