import { InvalidArgumentError } from 'commander'

/** Decimal notation alone: `Number` also accepts an empty text, which would be 0, and `0x10`. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * Parses a number of the command line. `description`: which numbers are valid, as in `a number above 0`. The parser throws
 * an InvalidArgumentError for anything else.
 */
export function number(
  description: string,
  isValid: (value: number) => boolean = () => true,
): (text: string) => number {
  return (text) => {
    const value = DECIMAL.test(text.trim()) ? Number(text) : NaN
    if (Number.isFinite(value) && isValid(value)) return value
    throw new InvalidArgumentError(`It must be ${description}.`)
  }
}

/** Parses an integer of the command line in a range. The parser throws an InvalidArgumentError for anything else. */
export function integer(least: number, most = 1_000_000_000): (text: string) => number {
  return number(
    `an integer from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && value >= least && value <= most,
  )
}
