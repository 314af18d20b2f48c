/** A node of the syntax tree (ESTree), as Vite's parser gives it. */
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const NO_CODE = ['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeArguments', 'regex']
const NO_MUTANTS = ['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TemplateElement']
const TYPED = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']

/** The parts of a node that run, in the order of the text. Types and names of properties are left out. */
export function partsOf(node: Node): [role: string, part: Node][] {
  if (NO_MUTANTS.includes(node.type)) return []
  if (node.type.startsWith('TS') && !TYPED.includes(node.type)) return []
  return Object.entries(node)
    .filter(([key]) => !NO_CODE.includes(key) && !isName(node, key))
    .flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).filter(isNode).map((part) => [key, part] as const),
    )
    .map(([key, part]): [string, Node] => [key, part])
    .toSorted(([, one], [, other]) => one.start - other.start)
}

function isName(node: Node, key: string): boolean {
  return (key === 'key' || key === 'property') && node['computed'] !== true
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value
}
