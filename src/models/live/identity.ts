import type { ListedModel } from './listing.ts'

/** Further names of a model, from the user's settings, by the name in the request. */
export type Aliases = Readonly<Record<string, readonly string[]>>

/**
 * Whether a reply's `model` is the one asked for. These count as the same name: another letter case, Ollama's implicit
 * `:latest`, a further instance as LM Studio numbers them (`key:2`), a provider or folder before the name, a GGUF file
 * of that name, a quantization that only one side names, and a dated snapshot of an undated name.
 * @param aliases further names of the model asked for
 */
export function isSameModel(asked: string, answered: string, aliases: readonly string[] = []): boolean {
  return [asked, ...aliases].some((name) => isSameName(parse(name), parse(answered)))
}

/** The aliases of one model; the letter case of its name is ignored. */
export function aliasesOf(aliases: Aliases, asked: string): readonly string[] {
  const key = asked.toLowerCase()
  return Object.entries(aliases).flatMap(([name, others]) => (name.toLowerCase() === key ? others : []))
}

/** Whether the server lists `answered` as an instance or another name of the model asked for. */
export function isListedAs(models: readonly ListedModel[], asked: string, answered: string): boolean {
  return models
    .filter(({ id }) => id.toLowerCase() === asked.toLowerCase())
    .some(
      ({ instances = [], names = [] }) =>
        instances.includes(answered) || names.some((name) => isSameModel(name, answered)),
    )
}

/** The parts of a model's name. */
interface Name {
  /** Segments between slashes, the last without suffixes. */
  path: string[]
  quantization: string | null
}

const QUANTIZATION =
  /[-_.@:](?:ud-)?(i?q\d(?:_[a-z0-9]+)*|tq\d_\d|bf16|f16|f32|fp16|fp32|fp8|mxfp4|nvfp4|int[48]|[2-8]bit|awq|gptq)$/

function parse(id: string): Name {
  const path = id
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  const file = (path.pop() ?? '')
    .replace(/:latest$/, '')
    .replace(/\.gguf$/, '')
    .replace(/-\d{5}-of-\d{5}$/, '')
  const quantization = QUANTIZATION.exec(file)?.[1] ?? null
  const name = file.replace(QUANTIZATION, '').replace(/-gguf$/, '')
  return { path: [...path, name], quantization }
}

function isSameName(want: Name, got: Name): boolean {
  if (want.quantization !== null && got.quantization !== null && want.quantization !== got.quantization) return false
  const shared = Math.min(want.path.length, got.path.length)
  const [wantTail, gotTail] = [want.path.slice(-shared), got.path.slice(-shared)]
  const [wantLast = '', gotLast = ''] = [wantTail.pop(), gotTail.pop()]
  return wantTail.join('/') === gotTail.join('/') && wantLast !== '' && isVersionOf(wantLast, gotLast)
}

/** Four digits alone are not a date: `qwen3-4b-2507` and `deepseek-r1-0528` are different models. */
const DATE = /^[-@]20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])$/
const RELEASE = /^-(?:\d{3,4}|\d{8}|\d{4}-\d\d-\d\d)$/

function isVersionOf(want: string, got: string): boolean {
  if (got === want) return true
  if (got.startsWith(want) && (/^:\d+$/.test(got.slice(want.length)) || DATE.test(got.slice(want.length)))) return true
  const stem = want.replace(/-latest$/, '')
  return stem !== want && got.startsWith(stem) && (got === stem || RELEASE.test(got.slice(stem.length)))
}
