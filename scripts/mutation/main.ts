import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutant } from './instrument.ts'
import { isEquivalent } from './equivalent.ts'
import { SLOWEST, TARGET } from './modules.ts'
import { filesOf, type MutationRun, scopeOf } from './run.ts'

/** A worker that reports nothing for so long, in ms, hangs in a mutant. */
const PATIENCE = 120_000

type Line = {
  key?: string
  file?: string
  mutant?: Mutant
  covering?: number
  killer?: string | null
  started?: string
  leftOut?: string
  ms?: number
  tests?: number
}

const scores: { name: string; killed: number; total: number; ignored: number; seconds: number }[] = []
for (const [name, files] of filesOf(process.argv.slice(2))) scores.push(await measure(name, files))

console.log('\nmodule               killed  mutants   score  same result  tests take')
for (const { name, killed, total, ignored, seconds } of scores) {
  const score = total === 0 ? 1 : killed / total
  const columns = [String(killed).padStart(7), String(total).padStart(8), `${(100 * score).toFixed(1)} %`.padStart(8)]
  console.log(
    `${name.padEnd(20)}${columns.join(' ')} ${String(ignored).padStart(12)} ${`${seconds.toFixed(1)} s`.padStart(11)}`,
  )
}
const failed = scores.filter(({ killed, total }) => total === 0 || killed < TARGET * total)
if (failed.length > 0 || scores.length === 0) process.exitCode = 1

async function measure(name: string, files: string[]): Promise<(typeof scores)[number]> {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'))
  const results = join(folder, 'results.ndjson')
  const run: MutationRun = { ...scopeOf(name), files, results, done: [], slowest: SLOWEST }
  writeFileSync(results, '')
  let lines = await attempt(run, folder)
  // A mutant that ended its worker was noticed; the next worker goes on behind it.
  for (let last = unfinished(lines); last !== undefined; last = unfinished(lines)) {
    writeFileSync(results, `${JSON.stringify({ key: last, killer: 'the worker ended' })}\n`, { flag: 'a' })
    run.done = linesOf(results).flatMap(({ key }) => key ?? [])
    lines = await attempt(run, folder)
  }
  if (!lines.some(({ tests }) => tests !== undefined)) throw new Error(`${name}: the tests cannot be run`)
  return report(name, lines)
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

/** One worker, ended when it reports nothing any more. */
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

function report(name: string, lines: readonly Line[]): (typeof scores)[number] {
  console.log(`\n${name}`)
  for (const text of new Set(
    lines.map(({ leftOut, ms }) => leftOut && `  left out (${Math.round(ms ?? 0)} ms) ${leftOut}`),
  ))
    if (text !== undefined) console.log(text)
  let [killed, total, ignored] = [0, 0, 0]
  for (const { key, file, mutant, covering, killer } of lines) {
    if (key === undefined) continue
    if (file !== undefined && mutant !== undefined && isEquivalent(file, mutant)) {
      ignored++
      continue
    }
    total++
    if (killer !== null || mutant === undefined) killed++
    else {
      const { line, original, replacement } = mutant
      console.log(`  ${file}:${line}  ${oneLine(original)}  ->  ${oneLine(replacement)}  (${covering} tests)`)
    }
  }
  const seconds = (lines.find(({ tests }) => tests !== undefined)?.ms ?? 0) / 1000
  return { name, killed, total, ignored, seconds }
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 97)}...` : line
}
