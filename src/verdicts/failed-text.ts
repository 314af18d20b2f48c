/**
 * How many failed, and how many of them are new: `14 goldens failed: 1 new, 13 known`. `known`: those that failed in the
 * baseline as well. Pure.
 */
export function failedText(noun: string, { failed, known }: { failed: number; known: number }): string {
  const subject = `${failed}${noun === '' ? '' : ` ${noun}${failed === 1 ? '' : 's'}`} failed`
  return known === 0 ? subject : `${subject}: ${failed - known} new, ${known} known`
}
