/** A word of a command as a POSIX shell reads it: in apostrophes if it has more than letters, digits and `_ . / : @ % + = , -`. Pure. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
