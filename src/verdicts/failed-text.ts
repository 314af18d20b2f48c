/**
 * How many failed, and how many of them are new: `25 goldens failed, 14 of them not as in the baseline`. `known`: those
 * that failed in the baseline as well. Pure.
 */
export function failedText(noun: string, { failed, known }: { failed: number; known: number }): string {
  const subject = `${failed}${noun === '' ? '' : ` ${noun}${failed === 1 ? '' : 's'}`} failed`
  if (known === 0) return subject
  if (known === failed) return `${subject}, ${failed === 1 ? 'as' : 'all of them as'} in the baseline`
  return `${subject}, ${failed - known} of them not as in the baseline`
}
