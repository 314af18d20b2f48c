import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { type Complaint, syntaxProblems } from './json-syntax.ts'

/** A JSON text with the places of its values. */
export interface JsonText {
  /** The parsed text; absent where it cannot be repaired. */
  content?: { value: unknown; root: Node }
  /** Syntax errors and duplicate keys. */
  complaints: Complaint[]
  /** Line and column of an offset, both from 1. */
  place: (offset: number) => { line: number; column: number }
}

/** Most levels of brackets: more than a golden needs, and few enough for the stack. */
export const DEEPEST = 100

/**
 * Reads strict JSON. Continues after comments and trailing commas, so that later problems are found at the same time.
 */
export function readJsonText(text: string): JsonText {
  const place = places(text)
  const errors: ParseError[] = []
  const root = tree(text, errors)
  if (root === 'too deep') return { complaints: [{ offset: 0, message: TOO_DEEP }], place }
  const { complaints, repaired } =
    errors.length === 0 ? { complaints: [], repaired: text } : syntaxProblems(text, errors)
  if (!root || repaired === null) return { complaints, place }
  const repeated = duplicates(root, place)
  if (repeated === 'too deep') return { complaints: [...complaints, { offset: 0, message: TOO_DEEP }], place }
  try {
    return { content: { value: JSON.parse(repaired), root }, complaints: [...complaints, ...repeated], place }
  } catch (error) {
    return { complaints: [...complaints, { offset: 0, message: `not valid JSON: ${String(error)}` }], place }
  }
}

/** The node at a JSON pointer, or the last one on the way to it that exists. */
export function nodeAt(root: Node, pointer: string): Node {
  let node = root
  for (const step of stepsOf(pointer)) {
    const child = node.type === 'array' ? node.children?.[Number(step)] : propertyOf(node, step)?.children?.[1]
    if (!child) return node
    node = child
  }
  return node
}

/** Line and column of a golden in the text of its set, by its index; those of the beginning where the text is not JSON. */
export function placeOfGolden({ content, place }: JsonText, index: number): { line: number; column: number } {
  if (content === undefined) return { line: 1, column: 1 }
  return place(nodeAt(content.root, `${content.root.type === 'array' ? '' : '/goldens'}/${index}`).offset)
}

/** The node of a key, or the object when it does not have the key. */
export function keyAt(object: Node, key: string): Node {
  return propertyOf(object, key)?.children?.[0] ?? object
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const TOO_DEEP = `brackets are nested more than ${DEEPEST} levels deep`

function propertyOf(object: Node, key: string): Node | undefined {
  return object.children?.findLast((property) => property.children?.[0]?.value === key)
}

function tree(text: string, errors: ParseError[]): Node | undefined | 'too deep' {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch (error) {
    if (error instanceof RangeError) return 'too deep'
    throw error
  }
}

function places(text: string): JsonText['place'] {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (found) => found.index + found[0].length)]
    let [line, beyond] = [0, starts.length]
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1
      if ((starts[middle] ?? 0) <= offset) line = middle
      else beyond = middle
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}

function duplicates(root: Node, place: JsonText['place']): Complaint[] | 'too deep' {
  const complaints: Complaint[] = []
  const waiting = [{ node: root, depth: 1 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth } = next
    if (depth > DEEPEST) return 'too deep'
    if (node.type === 'object' && node.children) {
      const first = new Map<unknown, number>()
      for (const { children: [key] = [], offset } of node.children) {
        const before = first.get(key?.value)
        if (before === undefined) first.set(key?.value, offset)
        else complaints.push({ offset, message: twice(String(key?.value), place(before)) })
      }
    }
    for (const child of node.children ?? [])
      waiting.push({ node: child, depth: child.type === 'property' ? depth : depth + 1 })
  }
  return complaints
}

function twice(key: string, { line, column }: { line: number; column: number }): string {
  return `the key ${JSON.stringify(key)} appears twice in this object, first at ${line}:${column}; keep one`
}
