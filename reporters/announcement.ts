import { wrapLines } from '../src/text/wrapped.ts'

const PREFIX = 'aios  '

/** A line that a run prints before its summary, wrapped to the terminal. `label`: the part of the run, or empty. */
export function announcement(label: string, text: string, columns: number = process.stdout.columns ?? 100): string {
  const named = label === '' ? text : `${label}: ${text}`
  const lines = named.split('\n').flatMap((line) => wrapLines(line, columns - PREFIX.length))
  return lines.map((line, index) => `${index === 0 ? PREFIX : ' '.repeat(PREFIX.length)}${line}`.trimEnd()).join('\n')
}
