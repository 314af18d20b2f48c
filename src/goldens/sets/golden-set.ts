/** Golden sets: reads and checks their files. The module also judges replies against the expectations of goldens. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, relative } from 'node:path'
import { getNodeValue } from 'jsonc-parser'
import validate from '../../../schemas/generated/golden-set.validate.js'
import { GoldenSetError, type Problem } from './golden-set-error.ts'
import type { Golden } from '../golden.ts'
import type { Complaint } from './json-syntax.ts'
import { type JsonText, keyAt, nodeAt, readJsonText } from './json-text.ts'
import { nearest } from '../../text/nearest.ts'
import { breaches } from './rules.ts'
import { hasUniqueKeys } from './unique-keys.ts'
import { wording } from './wording.ts'

export { conversationOf, type Golden } from '../golden.ts'

/**
 * Reads and validates golden sets: files of questions with their expectations. `path` is absolute, or relative to the
 * working directory. Rejects with one GoldenSetError that lists all problems of the file.
 */
export async function readGoldenSet(path: string): Promise<Golden[]> {
  const shown = relative(process.cwd(), path)
  const file = shown.startsWith('..') ? path : shown
  const bytes = await readFile(path).catch(async (error: NodeJS.ErrnoException) => {
    throw new GoldenSetError(file, await unreadable(path, error))
  })
  try {
    return parseGoldenSet(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file)
  } catch (error) {
    if (error instanceof GoldenSetError) throw error
    throw new GoldenSetError(file, 'it is not valid UTF-8; save it with the encoding UTF-8')
  }
}

/** Reads a golden set from its text; `file` is the name that errors give it. Throws one GoldenSetError. */
export function parseGoldenSet(text: string, file: string): Golden[] {
  const plain = text.replace(/^\uFEFF/, '')
  return validGoldens(plain) ?? checkedGoldens(plain, file)
}

/** The goldens of a set without problems; null: it has one. Keeps no places of values, which take most of the time. */
function validGoldens(text: string): Golden[] | null {
  const set = parsed(text)
  if (!hasUniqueKeys(text, set) || !validate(set)) return null
  const goldens = Array.isArray(set) ? set : set.goldens
  return breaches(goldens).length === 0 ? goldens : null
}

/** undefined: not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The goldens of a set, with the place of each problem in the error. */
function checkedGoldens(text: string, file: string): Golden[] {
  const json = readJsonText(text)
  const complaints = [...json.complaints, ...(json.content ? problemsOf(json.content, json.place) : [])]
  if (complaints.length > 0) throw new GoldenSetError(file, inOrder(complaints, json.place))
  const set = json.content?.value
  if (!validate(set)) throw new GoldenSetError(file, 'it does not fit its schema')
  return Array.isArray(set) ? set : set.goldens
}

function inOrder(complaints: readonly Complaint[], place: JsonText['place']): Problem[] {
  return [...complaints]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => ({ ...place(offset), message }))
}

type Content = NonNullable<JsonText['content']>

/** Problems that schema and rules find in valid JSON. */
function problemsOf({ value, root }: Content, place: JsonText['place']): Complaint[] {
  if (root.type !== 'array' && root.type !== 'object')
    return [{ offset: root.offset, message: 'a golden set must be an array of goldens, or an object with "goldens"' }]
  return [...schemaProblems({ value, root }), ...ruleProblems({ value, root }, place)]
}

function ruleProblems({ value, root }: Content, place: JsonText['place']): Complaint[] {
  const goldens: unknown = Array.isArray(value) ? value : (value as Record<string, unknown>)['goldens']
  if (!Array.isArray(goldens)) return []
  const list = Array.isArray(value) ? root : nodeAt(root, '/goldens')
  return breaches(goldens).map(({ pointer, message, first }) => {
    const { offset } = nodeAt(list, pointer)
    if (first === undefined) return { offset, message }
    const { line, column } = place(nodeAt(list, first).offset)
    return { offset, message: `${message}, first at ${line}:${column}; ids must be unique` }
  })
}

function schemaProblems({ value, root }: Content): Complaint[] {
  if (validate(value)) return []
  const judged = new Set<string>()
  return (validate.errors ?? []).flatMap((error) => {
    // Each form of a set fails the schema of the other form, and a wrong type fails the other keywords of its place.
    if (error.keyword === 'oneOf' || (error.instancePath === '' && error.keyword === 'type')) return []
    const { additionalProperty: key, missingProperty } = error.params
    const about = JSON.stringify([error.instancePath, key, missingProperty])
    if (judged.has(about)) return []
    judged.add(about)
    const node = nodeAt(root, error.instancePath)
    const at = typeof key === 'string' ? keyAt(node, key) : node
    return [{ offset: at.offset, message: wording(error, getNodeValue(node)) }]
  })
}

async function unreadable(path: string, { code, message }: NodeJS.ErrnoException): Promise<string> {
  if (code === 'EISDIR') return 'this is a folder; name the JSON file in it'
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return `it cannot be read: ${message}`
  const neighbours = (await readdir(dirname(path)).catch(() => [])).filter((name) => name.endsWith('.json'))
  const near = nearest(basename(path), neighbours)
  const hint = near === null ? '' : ` Did you mean "${near}"?`
  return `the file does not exist. A suite names its set relative to the suite file: describeGoldens('…', './${basename(path)}') looks beside it.${hint}`
}
