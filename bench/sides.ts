import { type Command, measure, type Sample } from './measure.ts'

/** One of the compared commands. */
export interface Side {
  name: string
  command: Command
  /** Restores the state before the run; not measured. */
  reset?: () => unknown
  /** Called after each measured run, such as to read what it wrote. */
  after?: () => unknown
}

/** All samples of a side, in the order in which they were taken. */
export interface Measured {
  name: string
  samples: Sample[]
}

/** Runs all sides in turn, each once to warm up, then `times` each; every other round goes backwards. */
export async function sideBySide<const S extends readonly Side[]>(
  sides: S,
  times: number,
  { memory = false } = {},
): Promise<{ [K in keyof S]: Measured }> {
  const measured: Measured[] = sides.map(({ name }) => ({ name, samples: [] }))
  for (let round = -1; round < times; round++) {
    const order = [...sides.keys()]
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const side = sides[index]
      if (side === undefined) continue
      await side.reset?.()
      const sample = await measure(side.command, { memory })
      if (round < 0) continue
      measured[index]?.samples.push(sample)
      await side.after?.()
    }
  }
  return measured as { [K in keyof S]: Measured }
}

/** The median; NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

/** The median of a side's samples. */
export function typical({ samples }: Measured, of: keyof Sample): number {
  return median(samples.map((sample) => sample[of]))
}

/** The difference of two sides' costs: the median over the rounds, as both ran in each. */
export function added(side: Measured, other: Measured, of: keyof Sample): number {
  return median(side.samples.map((sample, round) => sample[of] - (other.samples[round]?.[of] ?? NaN)))
}

/** The ratio of two sides' costs: the median over the rounds, as both ran in each. */
export function ratio(side: Measured, other: Measured, of: keyof Sample): number {
  return median(side.samples.map((sample, round) => sample[of] / (other.samples[round]?.[of] ?? NaN)))
}
