import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const script = join(import.meta.dirname, '../fixtures/router-writer.ts')

/** A process that adds outcomes to a state, one after the other or several at once. */
export interface Writer {
  /** Outcomes that are in the state by the store's word. */
  acknowledged(): number
  /** Longest time without one, in milliseconds, since the start or the last call. */
  longestPause(): number
  /** What the store rejected with, and what it warned of. */
  complaints(): string[]
  signal(signal: NodeJS.Signals): void
  exited: Promise<unknown>
}

/**
 * Starts `processes` writers at the same moment. `place`: path or Redis address; `count` outcomes each, `inFlight` at
 * once, spread over `epochs`.
 */
export async function startWriters(
  place: string,
  { processes = 4, count = Infinity, inFlight = 1, epochs = 1 } = {},
): Promise<Writer[]> {
  const args = [script, place, ...[count, inFlight, epochs].map(String)]
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  await Promise.all(children.map((child) => once(child.stdout, 'readable')))
  const writers = children.map(follow)
  for (const child of children) child.stdin.end('go')
  return writers
}

/** Waits until each of them has added some more. */
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
    const news = more.replaceAll('+', '').length
    acknowledged += more.length - news
    if (more.includes('+')) {
      pause = Math.max(pause, now - last)
      last = now
    }
    if (news > 0) text += more.replaceAll('+', '')
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
