import { mustBe } from '../../text/option-errors.ts'

/** More than three looks save little, and each look costs power. */
const MOST_LOOKS = 3

/**
 * After how many repeats of each golden to look at the verdict, for at most `total` repeats: up to three looks, as evenly
 * spaced as whole repeats allow, the last after `total`. `total` is an integer from 1.
 */
export function planLooks(total: number): number[] {
  if (!Number.isSafeInteger(total) || total < 1) throw new RangeError(mustBe('"repeats"', 'an integer from 1', total))
  const looks = Math.min(MOST_LOOKS, total)
  return Array.from({ length: looks }, (_, index) => Math.ceil(((index + 1) * total) / looks))
}
