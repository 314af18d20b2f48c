import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MutationRun, scopeOf } from './run.ts'
import type { Line } from './score.ts'

/** The time without a report, in ms, after which a worker hangs in a mutant. */
const PATIENCE = 120_000

/** Runs the tests of a module with each mutant of the files. Errors: the tests fail without a mutant. */
export async function measure(name: string, files: string[], slowest: number): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'))
  const results = join(folder, 'results.ndjson')
  const run: MutationRun = { ...scopeOf(name), files, results, done: [], slowest }
  writeFileSync(results, '')
  let lines = await attempt(run, folder)
  // A mutant that ended its worker is killed; the next worker continues after it.
  for (let last = unfinished(lines); last !== undefined; last = unfinished(lines)) {
    writeFileSync(results, `${JSON.stringify({ key: last, killer: 'the worker ended' })}\n`, { flag: 'a' })
    run.done = linesOf(results).flatMap(({ key }) => key ?? [])
    lines = await attempt(run, folder)
  }
  rmSync(folder, { recursive: true })
  if (!lines.some(({ tests }) => tests !== undefined)) throw new Error(`${name}: the tests cannot be run`)
  return lines
}

function unfinished(lines: readonly Line[]): string | undefined {
  const done = new Set(lines.map(({ key }) => key))
  return lines.findLast(({ started }) => started !== undefined && !done.has(started))?.started
}

function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
}

/** One worker, killed when it has stopped reporting. */
async function attempt(run: MutationRun, folder: string): Promise<Line[]> {
  const description = join(folder, 'run.json')
  writeFileSync(description, JSON.stringify(run))
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'scripts/mutation/vitest.config.ts'], {
    env: { ...process.env, MUTATION_RUN: description, CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
  const watch = setInterval(() => {
    const { mtimeMs, size } = statSync(run.results)
    // Before the first mutant all tests run, with nothing to report.
    const hangs = size > 0 && Date.now() - mtimeMs > PATIENCE
    if (hangs && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, 5000)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(watch)
  const lines = linesOf(run.results)
  if (code !== 0 && unfinished(lines) === undefined) throw new Error(`the tests fail without a mutant:\n${output}`)
  return lines
}
