import { InvalidArgumentError } from 'commander'
import { decimalNumber } from '../text/decimal.ts'

/**
 * Parses a number of the command line. `description`: which numbers are valid, as in `a number above 0`. The parser throws
 * an InvalidArgumentError for anything else.
 */
export function number(
  description: string,
  isValid: (value: number) => boolean = () => true,
): (text: string) => number {
  return (text) => {
    const value = decimalNumber(text)
    if (value !== null && isValid(value)) return value
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
