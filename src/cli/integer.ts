import { InvalidArgumentError } from 'commander'

/** An integer from 1, as an option of the command line has it. Throws an InvalidArgumentError for anything else. */
export function integerFromOne(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be an integer from 1.')
  return value
}
