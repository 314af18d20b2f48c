/** A word of a command as a POSIX shell reads it, in apostrophes where it has a character that a shell may change. Pure. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
