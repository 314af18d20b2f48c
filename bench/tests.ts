// The cost of each test file, in processor time: `npm run bench:tests`, or `npm run bench:tests -- test/e2e/run.test.ts`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileCost } from './tests/file-cost.ts'

const SMALLEST_SHOWN_MS = 500

const folder = mkdtempSync(join(tmpdir(), 'aios-test-cost-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const costs = join(folder, 'costs.ndjson')
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const config = join(import.meta.dirname, 'tests/vitest.config.ts')
const startedAt = performance.now()
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEST_COST_FILE: costs },
})
const wall = performance.now() - startedAt
const files = readFileSync(costs, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as FileCost)
  .toSorted((a, b) => b.cpu - a.cpu)

printRow(['file', 'CPU s', 'wall s', 'Vitest', 'aios', 'other'])
printRow(['---', '---', '---', '---', '---', '---'])
for (const file of files.filter(({ cpu }) => cpu >= SMALLEST_SHOWN_MS)) printCost(file)
printCost({
  file: `all ${files.length} files`,
  wall,
  cpu: sum(({ cpu }) => cpu),
  started: {
    vitest: sum(({ started }) => started.vitest),
    aios: sum(({ started }) => started.aios),
    other: sum(({ started }) => started.other),
  },
})
process.exitCode = status ?? 1

function sum(of: (file: FileCost) => number): number {
  return files.reduce((total, file) => total + of(file), 0)
}

function printCost({ file, cpu, wall, started }: FileCost): void {
  printRow([file, seconds(cpu), seconds(wall), started.vitest, started.aios, started.other])
}

function printRow(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
