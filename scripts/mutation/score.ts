import { type Equivalent, excuses } from './equivalents.ts'
import type { Mutant } from './instrument.ts'

/** A report of a worker: a test that is left out, the tests that count, or a mutant with the test that killed it. */
export interface Line {
  leftOut?: string
  tests?: number
  /** Processor time of the test that is left out, or of all tests that count. */
  ms?: number
  started?: string
  key?: string
  file?: string
  mutant?: Mutant
  /** Number of tests that reach the mutant. */
  covering?: number
  killer?: string | null
}

export interface Score {
  name: string
  killed: number
  /** Mutants without the equivalent ones. */
  mutants: number
  same: number
  /** Processor time of the tests. */
  seconds: number
  leftOut: string[]
  survivors: string[]
  /** Equivalents without a mutant: the code has changed, or a test kills the mutant. */
  unused: Equivalent[]
}

interface Measured {
  name: string
  files: readonly string[]
  lines: readonly Line[]
  equivalents: readonly Equivalent[]
}

export function scoreOf({ name, files, lines, equivalents }: Measured): Score {
  const survived = lines.filter(({ key, mutant, killer }) => key !== undefined && mutant !== undefined && !killer)
  const used = new Set<Equivalent>()
  const survivors: string[] = []
  for (const { file, mutant, covering } of survived) {
    if (file === undefined || mutant === undefined) continue
    const equivalent = equivalents.find((each) => each.file === file && excuses(each, mutant))
    if (equivalent !== undefined) used.add(equivalent)
    else {
      const change = `${oneLine(mutant.original)}  ->  ${oneLine(mutant.replacement)}`
      survivors.push(`${file}:${mutant.line}  ${change}  (${covering} tests)`)
    }
  }
  const same = survived.length - survivors.length
  const mutants = lines.filter(({ key }) => key !== undefined).length - same
  return {
    name,
    killed: mutants - survivors.length,
    mutants,
    same,
    seconds: (lines.find(({ tests }) => tests !== undefined)?.ms ?? 0) / 1000,
    leftOut: [...new Set(lines.flatMap(({ leftOut, ms }) => (leftOut === undefined ? [] : describe(leftOut, ms))))],
    survivors,
    unused: equivalents.filter((each) => files.includes(each.file) && !used.has(each)),
  }
}

/** The details of a module: survivors, tests that are left out, and equivalents to delete. */
export function details({ name, leftOut, survivors, unused }: Score): string {
  return [
    `\n${name}`,
    ...leftOut.map((test) => `  left out: ${test}`),
    ...survivors.map((survivor) => `  ${survivor}`),
    ...unused.map(
      (each) => `  excuses no mutant: ${each.file}  ${each.code}${each.to === undefined ? '' : `  ->  ${each.to}`}`,
    ),
  ].join('\n')
}

/** One row a module, and their sum. */
export function table(scores: readonly Score[]): string {
  const sum = (of: (score: Score) => number) => scores.reduce((total, score) => total + of(score), 0)
  const all = {
    name: 'all',
    killed: sum(({ killed }) => killed),
    mutants: sum(({ mutants }) => mutants),
    same: sum(({ same }) => same),
    seconds: sum(({ seconds }) => seconds),
  }
  const rows = (scores.length > 1 ? [...scores, all] : scores).map(({ name, killed, mutants, same, seconds }) =>
    row(name, [mutants, killed, `${share({ killed, mutants })} %`, same, `${seconds.toFixed(1)} s`]),
  )
  return [row('module', ['mutants', 'killed', 'score', 'same result', 'tests take']), ...rows].join('\n')
}

/** Why a run fails; empty when it passes. */
export function shortfalls(scores: readonly Score[], limits: { target: number; seconds: number }): string[] {
  const problems = scores.flatMap((score) => {
    const { name, killed, mutants, unused } = score
    if (mutants === 0) return `${name}: no mutants`
    const low = killed < limits.target * mutants ? `${name}: ${share(score)} % of the mutants are killed` : undefined
    const old = unused.length > 0 ? `${name}: ${unused.length} equivalents excuse no mutant; delete them` : undefined
    return [low, old].filter((text) => text !== undefined)
  })
  const seconds = scores.reduce((sum, score) => sum + score.seconds, 0)
  if (seconds > limits.seconds) problems.push(`the tests take ${seconds.toFixed(0)} s, more than ${limits.seconds} s`)
  return problems
}

/** In percent, rounded down, so that a score below the target is not displayed as the target. */
function share({ killed, mutants }: Pick<Score, 'killed' | 'mutants'>): string {
  return (Math.floor((1000 * killed) / mutants) / 10).toFixed(1)
}

function row(name: string, columns: readonly (string | number)[]): string {
  return name.padEnd(26) + columns.map((column) => String(column).padStart(12)).join('')
}

function describe(test: string, ms = 0): string {
  return `${test} (${Math.round(ms)} ms)`
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 97)}...` : line
}
