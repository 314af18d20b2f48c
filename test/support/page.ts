import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const repository = join(import.meta.dirname, '..', '..')

/** A Markdown page of the repository, by its path from the root. */
export function readPage(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

/** A fenced block of a page. */
export interface Block {
  language: string
  text: string
}

/** The fenced blocks of a page, in order; those indented in a list too. */
function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^( *)```(\w*)\n([^]*?)^\1```$/gm)].map(([, indent = '', language = '', body = '']) => ({
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

/** The texts of the blocks in one language. */
export function blocksIn(page: string, language: string): string[] {
  return blocksOf(page).flatMap((block) => (block.language === language ? [block.text] : []))
}

/** A command of a page. */
export interface PageCommand {
  /** Without its comment. */
  command: string
  /** The lines that the page shows as printed by it, those of a block that follows its own. */
  prints: string[]
}

/** The commands in the shell blocks of a page, one a line. */
export function commandsOf(page: string): PageCommand[] {
  const blocks = blocksOf(page)
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== 'sh') return []
    const next = blocks[index + 1]
    const prints = next?.language === 'text' ? next.text.split('\n').filter((line) => line.trim() !== '') : []
    const commands = text.split('\n').map((line) => line.replace(/\s+# .*$/, ''))
    return commands.filter((line) => line !== '').map((command) => ({ command, prints }))
  })
}
