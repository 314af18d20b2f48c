import { readPage } from './page.ts'

/** A command of `aios` as docs/reference.md has it, which is generated from the commands. */
export interface DocumentedCommand {
  /** Its words, such as `router explain`. */
  name: string
  hasJson: boolean
}

/** Every command that does something. */
export function documentedCommands(): DocumentedCommand[] {
  const sections = readPage('docs/reference.md')
    .split(/^## aios /m)
    .slice(1)
  return sections.map((section) => ({ name: section.split('\n')[0] ?? '', hasJson: section.includes('| `--json`') }))
}
