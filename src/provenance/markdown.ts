import { printable, type PrintableOptions } from './printable.ts'

/**
 * A text from a model or server as plain words inside Markdown on GitHub, in a table cell too: no markup, HTML, link,
 * mention or reference in it comes to life. Line breaks become `<br>`, other white space one blank.
 */
export function escapeMarkdown(text: string, options: Pick<PrintableOptions, 'max'> = {}): string {
  return (
    printable(text.replace(/\r\n?/g, '\n').trim(), { ...options, newlines: true })
      .replace(/[!-/:-@[-`{-~]/g, entity)
      // Mentions and references are looked for in the rendered text, where an entity is the character again.
      .replace(/&#(?:64|35);/g, '$&<!-- -->')
      .replace(/ *\n */g, '<br>')
      .replace(/ {2,}/g, ' ')
  )
}

function entity(char: string): string {
  return `&#${char.charCodeAt(0)};`
}
