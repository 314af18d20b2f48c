import { printable, type PrintableOptions } from './printable.ts'

/**
 * A text from a model or server as plain words inside Markdown on GitHub, in a table cell too: no markup, HTML, link,
 * mention or reference in it comes to life. Line breaks become `<br>`, other white space one blank. Only what would
 * have a meaning is escaped, so that the source stays readable.
 */
export function escapeMarkdown(text: string, options: Pick<PrintableOptions, 'max'> = {}): string {
  const shown = printable(text.replace(/\r\n?/g, '\n').trim(), { ...options, newlines: true })
  const escaped = shown
    .replace(/[\\`*[|~]|&(?=[#a-z])/gi, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    // Inside a word it is no emphasis.
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => run.replaceAll('_', String.raw`\_`))
    .replace(/:(?=\/\/)|(?<=www)\./gi, String.raw`\$&`)
    // At the start of a block: headings, quotes, lists, rules and underlines of headings.
    .replace(/^[#>+=-]|(?<=^\d{1,9})[.)]/, String.raw`\$&`)
    // Mentions and references are looked for in the rendered text, where no escape is left.
    .replace(/@(?=\S)|#(?=\d)|(?<![a-z\d])GH-(?=\d)/gi, '$&<!-- -->')
    .replace(/ *\n */g, '<br>')
    .replace(/ {2,}/g, ' ')
  // Mathematics stands between two of them, and its escapes differ.
  return escaped.split('$').length > 2 ? escaped.replaceAll('$', '&#36;') : escaped
}
