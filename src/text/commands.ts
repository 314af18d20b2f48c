/** Stands for a space within a command, at which a text must not be broken. */
const GLUE = '\ue000'

/** The programs of commands, with what follows them: other sentences name the programs, too. */
const PROGRAM = String.raw`(?:npx (?:aios|vitest)|npm (?:ci|install|run|test)|lms (?:get|load|log|ls|runtime|server|unload)|ollama (?:list|pull|run|serve|stop)|git (?:checkout|diff|log|restore))(?![\w-])`

/**
 * The beginning of a command: variables of the environment, a program whose output it reads, and its own program. Each part is
 * limited, so that no search tries a long text again from each place.
 */
const HEAD = new RegExp(
  String.raw`(?:[A-Z][A-Z\d_]{0,40}=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[^\s"';,)]{1,300}) ){0,8}(?:[a-z][\w %=-]{0,60}\| )?${PROGRAM}`,
  'y',
)

/** Where a command begins: in backticks, after a colon, or on a line of its own, also after the sign of a next step. */
const PLACE = /`|: |(?<=\n|^)[ \t]*(?:(?:->|[-+>|]) )?/g

/** The next word of a command: a backtick, a semicolon, a comma, a colon or a bracket ends the command. */
const WORD = / (?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\\\S|[^\s"'`;,:()\\]|[,:](?=[^\s,]))+/y

/** A piece of a text: a command with its variables, or what is between two commands. */
export interface TextPart {
  text: string
  isCommand: boolean
}

/**
 * A text that this package wrote, as its commands and what is between them; together they are the text. A command is in
 * backticks, after a colon up to the end of its sentence, or a line of its own. Takes time in proportion to the length of
 * the text. Pure.
 */
export function commandParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: place, index } of text.matchAll(PLACE)) {
    const start = index + place.length
    HEAD.lastIndex = start
    if (start < end || !HEAD.test(text)) continue
    if (start > end) parts.push({ text: text.slice(end, start), isCommand: false })
    end = endOf(text, HEAD.lastIndex)
    parts.push({ text: text.slice(start, end), isCommand: true })
  }
  return end < text.length ? [...parts, { text: text.slice(end), isCommand: false }] : parts
}

/** Where the words of a command end: before the full stop of a sentence. */
function endOf(text: string, head: number): number {
  let end = head
  while (!/\w\.$/.test(text.slice(end - 2, end))) {
    WORD.lastIndex = end
    if (!WORD.test(text)) return end
    end = WORD.lastIndex
  }
  return end - 1
}

/** A text in which each command is one word: no line may end within it. Pure. */
export function gluedCommands(text: string): string {
  return commandParts(text)
    .map((part) => (part.isCommand ? part.text.replaceAll(' ', GLUE) : part.text))
    .join('')
}

/** Whether a word is a command of several words. Pure. */
export function isGlued(word: string): boolean {
  return word.includes(GLUE)
}

/** A text with its spaces. Pure. */
export function unglued(text: string): string {
  return text.replaceAll(GLUE, ' ')
}

/** The words of a command, each of which a line may end with. A quoted text is one word. Pure. */
export function commandWords(command: string): string[] {
  return unglued(command).match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\\S|[^\s"']|["'])+/g) ?? []
}
