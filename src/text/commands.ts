/** Stands for a space within a command, at which a text must not be broken. */
const GLUE = '\ue000'

/** A variable of the environment before a command. */
const VARIABLE = String.raw`[A-Z][A-Z\d_]*=(?:"[^"]*"|'[^']*'|[^\s"';,)])+ `

/** A word of a command: a backtick, a semicolon, a comma, a colon or a bracket ends the command. */
const WORD = String.raw`(?:"[^"]*"|'[^']*'|[^\s"'\x60;,:()]|[,:](?=[^\s,]))+`

/** The programs of commands, with what follows them: texts of models and people name the programs, too. */
const PROGRAM = String.raw`(?:npx (?:aios|vitest)|npm (?:ci|install|run|test)|lms (?:get|load|log|ls|runtime|server|unload)|ollama (?:list|pull|run|serve|stop)|git (?:checkout|diff|log|restore))(?![\w-])`

/** A command within a text, up to the end of its sentence. */
const COMMAND = new RegExp(
  String.raw`(?<![\w./-])(?:${VARIABLE})*${PROGRAM}(?:(?<!\w\.)(?: ${WORD}(?<!\w\.))*(?: ${WORD})?)`,
  'g',
)

/** A text in which each command is one word: no line may end within it. Pure. */
export function gluedCommands(text: string): string {
  return text.replace(COMMAND, glued)
}

/** A piece of a text: a command with its variables, or what is between two commands. */
export interface TextPart {
  text: string
  isCommand: boolean
}

/** A text as its commands and what is between them; together they are the text. Pure. */
export function commandParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: command, index } of text.matchAll(COMMAND)) {
    if (index > end) parts.push({ text: text.slice(end, index), isCommand: false })
    parts.push({ text: command, isCommand: true })
    end = index + command.length
  }
  return end < text.length ? [...parts, { text: text.slice(end), isCommand: false }] : parts
}

/** A command as one word. Pure. */
function glued(command: string): string {
  return command.replaceAll(' ', GLUE)
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
  return unglued(command).match(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/g) ?? []
}
