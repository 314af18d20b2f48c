import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'

const script = join(import.meta.dirname, '../fixtures/router-writer.ts')

/** A process that adds outcomes to a state. */
export interface Writer {
  /** Number of outcomes that the store has saved. */
  acknowledged(): number
  /** Longest time between two saved outcomes, in milliseconds, since the start or the last call. */
  longestPause(): number
  /** Errors of the store, as lines with `!`, and its warnings, as lines with `?`. */
  complaints(): string[]
  signal(signal: NodeJS.Signals): void
  exited: Promise<unknown>
}

/**
 * Starts several writers at the same time. `place`: path or Redis address; each adds `count` outcomes, `inFlight` at a
 * time, spread over `epochs`, with a pause of `pauseMs` milliseconds after each.
 */
export async function startWriters(
  place: string,
  { processes = 4, count = Infinity, inFlight = 1, epochs = 1, pauseMs = 0 } = {},
): Promise<Writer[]> {
  const args = [script, place, ...[count, inFlight, epochs, pauseMs].map(String)]
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  await Promise.all(children.map(untilReady))
  const writers = children.map(follow)
  for (const child of children) child.stdin.end('go')
  return writers
}

async function untilReady(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  await once(child.stdout, 'readable')
  // An end of output is readable as well.
  if (child.stdout.readableLength === 0)
    throw new Error(`a writer ended before it was ready: ${child.spawnargs.join(' ')}`)
}

/** Waits until each of them has saved some more outcomes. */
export async function eachGoesOn(writers: readonly Writer[]): Promise<void> {
  const before = writers.map((writer) => writer.acknowledged())
  while (writers.some((writer, index) => writer.acknowledged() < (before[index] ?? 0) + 5)) await wait(20)
}

function follow(child: ChildProcess): Writer {
  let acknowledged = 0
  let last = performance.now()
  let pause = 0
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    const now = performance.now()
    const lines = more.replaceAll('+', '')
    acknowledged += more.length - lines.length
    if (more.includes('+')) {
      pause = Math.max(pause, now - last)
      last = now
    }
    text += lines
  })
  return {
    acknowledged: () => acknowledged,
    longestPause() {
      const longest = Math.max(pause, performance.now() - last)
      pause = 0
      return longest
    },
    complaints: () => text.split('\n').filter((line) => line !== '' && line !== 'ready'),
    signal: (signal) => void child.kill(signal),
    exited: once(child, 'close'),
  }
}
