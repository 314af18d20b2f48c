/** A reply's text without the thinking that stood in it between tags. */
export interface Thought {
  text: string
  /** null: no tags. */
  reasoning: string | null
}

const CLOSE = '</think>'

/**
 * Takes inline thinking off the start of a text: `<think>...</think>`, a closing tag alone (the opening one belongs to
 * some models' prompt), or an opening tag alone when the reply was cut while thinking. Tags further on are text.
 */
export function splitThinking(whole: string): Thought {
  const opened = /^\s*<think>/.exec(whole)
  const start = opened === null ? 0 : opened[0].length
  const end = whole.indexOf(CLOSE, start)
  if (end < 0)
    return opened === null ? { text: whole, reasoning: null } : { text: '', reasoning: whole.slice(start).trim() }
  return { text: whole.slice(end + CLOSE.length).trimStart(), reasoning: whole.slice(start, end).trim() }
}
