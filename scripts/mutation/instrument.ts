import { parseSync } from 'vite'
import { isUnreachable, replacements } from './operators.ts'
import { type Node, partsOf } from './syntax.ts'

/** One change of the source. */
export interface Mutant {
  start: number
  end: number
  line: number
  original: string
  replacement: string
  /** Whether it is in the initial value of a constant of the module, which is computed once, at import. */
  atImport: boolean
  /** Number of the first mutant at the same place. */
  first: number
}

interface Place {
  /** Decides a condition, so that `true` and `false` are tried. */
  decides: boolean
  /** In the middle of `a?.b.c`, which cannot be taken apart. */
  inChain: boolean
  /** Is assigned to, or is a name. */
  noValue: boolean
  /** A fallback for the type checker only. */
  unreachable: boolean
}

const VALUE: Place = { decides: false, inChain: false, noValue: false, unreachable: false }

/**
 * The source with all of its mutants in it, each behind a switch: `$mutation.at(first, count)` is true while one of them
 * is active, and `$mutation.is(number)` says which. One import is enough to run the tests with each mutant.
 */
export function instrument(file: string, code: string): { code: string; mutants: Mutant[] } {
  const { program, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`cannot parse ${file}: ${errors[0]?.message}`)
  const mutants: Mutant[] = []
  let atImport = false
  const original = ({ start, end }: Node) => code.slice(start, end)
  const lineOf = (position: number) => code.slice(0, position).split('\n').length

  const switched = (node: Node, texts: readonly string[]): { is: (index: number) => string; any: string } => {
    const first = mutants.length
    const { start, end } = node
    for (const replacement of texts)
      mutants.push({ start, end, line: lineOf(start), original: original(node), replacement, atImport, first })
    return {
      is: (index) => `$mutation.is($first + ${first + index})`,
      any: `$mutation.at($first + ${first}, ${texts.length})`,
    }
  }

  const inner = (node: Node, place: Place): string => {
    let text = ''
    let position = node.start
    for (const [role, part] of partsOf(node)) {
      text += code.slice(position, part.start) + render(part, placeOf(node, role, part, place))
      position = part.end
    }
    return text + code.slice(position, node.end)
  }

  const render = (node: Node, place: Place): string => {
    if (node.type === 'ExpressionStatement' && isEffect(node['expression'] as Node)) {
      const { any } = switched(node, [''])
      return `{ if (!${any}) { ${inner(node, VALUE)} } }`
    }
    if (node.type === 'VariableDeclaration' && place === TOP) return constants(node)
    const texts = textsOf(node, place, original)
    if (texts.length === 0) return inner(node, place)
    const { is, any } = switched(node, texts)
    const chosen = texts
      .map((text, index) => (index + 1 < texts.length ? `${is(index)} ? (${text}) : ` : `(${text})`))
      .join('')
    return `(${any} ? (${chosen}) : (${inner(node, place)}))`
  }

  /** Constants of the module are computed again for a mutant in them, and its caches are emptied for each mutant. */
  const constants = (node: Node): string => {
    const again: string[] = []
    const caches: string[] = []
    const declared = (node['declarations'] as Node[]).map((declaration) => {
      const { id, init } = declaration as Node & { id: Node; init: Node | null }
      if (init === null || id.type !== 'Identifier' || /Function/.test(init.type)) return inner(declaration, VALUE)
      const before = mutants.length
      atImport = true
      const value = render(init, VALUE)
      atImport = false
      const assignment = `${String(id['name'])} = ${value}`
      if (isCache(init)) caches.push(assignment)
      else if (mutants.length > before) again.push(assignment)
      return code.slice(declaration.start, init.start) + value
    })
    if (again.length + caches.length === 0) return `${String(node['kind'])} ${declared.join(', ')}`
    const compute = (name: string, list: string[]) =>
      list.length === 0 ? '' : ` $mutation.${name}(() => { ${list.join('; ')} });`
    return `let ${declared.join(', ')};${compute('again', again)}${compute('empty', caches)}`
  }

  const body = (program.body as unknown as Node[]).map((statement) => {
    const { declaration } = statement as Node & { declaration?: Node | null }
    if (statement.type === 'ExportNamedDeclaration' && declaration?.type === 'VariableDeclaration') {
      return `export ${render(declaration, TOP)}`
    }
    return render(statement, TOP)
  })
  const list = JSON.stringify(JSON.stringify(mutants))
  return { code: `const $first = $mutation.file(${JSON.stringify(file)}, ${list});\n${body.join('\n')}\n`, mutants }
}

const TOP: Place = { ...VALUE }

function textsOf(node: Node, place: Place, code: (part: Node) => string): string[] {
  if (place.noValue || place.unreachable) return []
  if (place.inChain && (node.type === 'CallExpression' || node.type === 'MemberExpression')) return []
  const texts = (Object.hasOwn(replacements, node.type) ? replacements[node.type] : undefined)?.(node, code) ?? []
  const isComparison = node.type === 'BinaryExpression' && texts.includes('true')
  if (!place.decides || isComparison || node.type === 'LogicalExpression' || node.type === 'ParenthesizedExpression')
    return texts
  return ['true', 'false']
}

function placeOf(node: Node, role: string, part: Node, place: Place): Place {
  const isTest = role === 'test' && ['IfStatement', 'ConditionalExpression'].includes(node.type)
  const isOperand = node.type === 'LogicalExpression' && node['operator'] !== '??'
  const passesOn = node.type === 'ParenthesizedExpression' || isOperand
  const decides = isTest || (isOperand && (place.decides || role === 'left')) || (passesOn && place.decides)
  const isFallback = node.type === 'LogicalExpression' && node['operator'] === '??' && role === 'right'
  return {
    decides,
    inChain: (node.type === 'ChainExpression' || place.inChain) && ['expression', 'callee', 'object'].includes(role),
    noValue:
      (role === 'left' && /Assignment|For(In|Of)/.test(node.type)) ||
      (role === 'argument' && node.type === 'UpdateExpression') ||
      (role === 'tag' && node.type === 'TaggedTemplateExpression') ||
      (role === 'callee' && node.type === 'CallExpression' && part.type === 'MemberExpression') ||
      part.type.endsWith('Pattern'),
    unreachable:
      (isFallback && isUnreachable(node['left'] as Node, part)) ||
      (place.unreachable && part.type !== 'BlockStatement'),
  }
}

/** A cache of a module. It is emptied before and after each mutant. */
function isCache({ type, callee }: Node): boolean {
  return type === 'NewExpression' && /^(Weak)?(Map|Set)$/.test(String((callee as Node)['name']))
}

/** A statement that is executed for its side effect. */
function isEffect({ type, argument }: Node): boolean {
  if (type === 'AwaitExpression') return isEffect(argument as Node)
  return type === 'CallExpression' || type === 'AssignmentExpression' || type === 'UpdateExpression'
}
