import { goldenVerdict } from '../src/verdicts/golden.ts'
import { mean, nearestRank } from '../src/statistics/quantile.ts'
import type { GoldenResult } from '../src/verdicts/results.ts'
import { printable } from '../src/text/printable.ts'
import { milliseconds, percent } from '../src/text/amounts.ts'

/** A table that compares two configurations, one line for each figure. It is not part of the verdict. */
export function sideBySide(
  [first, second]: readonly [string, string],
  [baseline, candidate]: readonly [readonly GoldenResult[], readonly GoldenResult[]],
): string[] {
  const rows = [
    ['figure', printable(first, { max: 24 }), printable(second, { max: 24 })],
    ...FIGURES.map(([label, figure]) => [label, figure(baseline) ?? 'unknown', figure(candidate) ?? 'unknown']),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

type Figure = (goldens: readonly GoldenResult[]) => string | null

const FIGURES: readonly (readonly [label: string, figure: Figure])[] = [
  ['goldens that pass', (goldens) => share(goldens.map((golden) => Number(goldenVerdict(golden) === 'pass')))],
  ['mean latency', (goldens) => time(mean(values(goldens, (reply) => reply.latencyMs)))],
  [
    'p95 latency',
    (goldens) =>
      time(
        nearestRank(
          values(goldens, (reply) => reply.latencyMs),
          0.95,
        ),
      ),
  ],
  ['mean first token', (goldens) => time(mean(values(goldens, (reply) => reply.firstTokenMs)))],
  ['tokens per reply', (goldens) => mean(values(goldens, (reply) => reply.completionTokens))?.toFixed(1) ?? null],
]

function values(
  goldens: readonly GoldenResult[],
  of: (reply: GoldenResult['replies'][number]) => number | null,
): number[] {
  return goldens.flatMap((golden) => golden.replies.map(of)).filter((value) => value !== null)
}

function share(passed: readonly number[]): string | null {
  const value = mean(passed)
  return value === null ? null : percent(value)
}

function time(ms: number | null): string | null {
  return ms === null ? null : milliseconds(ms)
}
