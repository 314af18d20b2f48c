// A setup file: appends what a test file cost to the file that `TEST_COST_FILE` names, as a line of JSON.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { FileCost } from './file-cost.ts'

const TICK_MS = 10

/** Files that share a worker come one after the other: each costs what was added since the one before. */
const known = globalThis as { costSoFar?: { cpu: number; at: number } }
const before = (known.costSoFar ??= { cpu: 0, at: Date.now() - process.uptime() * 1_000 })

const started: FileCost['started'] = { vitest: 0, aios: 0, other: 0 }
const count = (message: unknown): void => {
  const { process: child } = message as { process: { spawnargs?: string[] } }
  // The arguments are known when the call that starts the process has returned.
  queueMicrotask(() => {
    const command = child.spawnargs?.join(' ') ?? ''
    if (command.includes('vitest.mjs')) started.vitest += 1
    else if (command.includes('cli.js')) started.aios += 1
    else started.other += 1
  })
}
subscribe('child_process', count)

afterAll(() => {
  unsubscribe('child_process', count)
  const cpu = cpuMs()
  const cost: FileCost = {
    file: relative(process.cwd(), expect.getState().testPath ?? ''),
    wall: Date.now() - before.at,
    cpu: cpu - before.cpu,
    started,
  }
  known.costSoFar = { cpu, at: Date.now() }
  appendFileSync(process.env['TEST_COST_FILE'] ?? '/dev/stderr', `${JSON.stringify(cost)}\n`)
})

/** User and system time of this process and its ended children, with theirs: fields 14 to 17 of Linux's `stat`. */
function cpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS
}
