/** Width where a terminal does not tell its own, in columns. */
const USUAL = 80

/**
 * Columns of a terminal: those of the variable COLUMNS, else its own. Infinity where the stream is not a terminal: what a
 * pipe or a file gets is neither wrapped nor cut.
 */
export function terminalWidth(stream: NodeJS.WriteStream = process.stdout): number {
  if (!stream.isTTY) return Infinity
  const given = Number(process.env['COLUMNS'])
  if (Number.isSafeInteger(given) && given > 0) return given
  return stream.columns > 0 ? stream.columns : USUAL
}

/** Columns for sentences: those of the terminal, elsewhere 80. */
export function proseWidth(): number {
  return process.stdout.isTTY ? terminalWidth() : USUAL
}
