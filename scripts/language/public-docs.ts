import { dirname, join } from 'node:path'
import type { Finding } from './check.ts'

/**
 * Exports of the entry files that have no doc comment. Follows `export { a } from './x.ts'` and `export * from` to the
 * declarations. `read` returns the text of a file. Pure but for `read`.
 */
export function undocumentedExports(entries: readonly string[], read: (file: string) => string): Finding[] {
  const findings = entries.flatMap((entry) =>
    exportsOf(entry, read).flatMap(({ file, name }) => undocumented(file, name, read)),
  )
  return [...new Map(findings.map((finding) => [`${finding.file} ${finding.message}`, finding])).values()]
}

interface Exported {
  file: string
  name: string
}

function exportsOf(file: string, read: (file: string) => string): Exported[] {
  const text = read(file)
  const listed = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '(\.[^']+)'/g)].flatMap(
    ([, names = '', from = '']) =>
      names
        .split(',')
        .map((name) =>
          name
            .trim()
            .replace(/^type /, '')
            .replace(/ as .*/, ''),
        )
        .filter((name) => name !== '')
        .flatMap((name) => declaredIn(join(dirname(file), from), name, read)),
  )
  const all = [...text.matchAll(/export \* from '(\.[^']+)'/g)].flatMap(([, from = '']) =>
    exportsOf(join(dirname(file), from), read),
  )
  const own = [...text.matchAll(DECLARATION)].map(([, name = '']) => ({ file, name }))
  return [...listed, ...all, ...own]
}

const DECLARATION = /^export (?:declare |async |abstract )*(?:function\*?|class|interface|type|const) (\w+)/gm

/** The file that declares a name: this one, or the one that it takes the name from. */
function declaredIn(file: string, name: string, read: (file: string) => string): Exported[] {
  const text = read(file)
  if ([...text.matchAll(DECLARATION)].some(([, declared]) => declared === name)) return [{ file, name }]
  const passed = exportsOf(file, read).filter((exported) => exported.name === name)
  return passed.length > 0 ? passed.slice(0, 1) : []
}

function undocumented(file: string, name: string, read: (file: string) => string): Finding[] {
  const lines = read(file).split('\n')
  const index = lines.findIndex((line) =>
    new RegExp(`^export (?:declare |async |abstract )*(?:function\\*?|class|interface|type|const) ${name}\\b`).test(
      line,
    ),
  )
  if (index === -1 || (lines[index - 1] ?? '').trimEnd().endsWith('*/')) return []
  return [{ file, line: index + 1, message: `the public export ${name} has no doc comment` }]
}
