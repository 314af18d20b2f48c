import { isRecord } from '../../is-record.ts'
import { errorOfBody, parseJson } from './error-body.ts'
import { isSameModel } from './identity.ts'
import type { TextAnswer } from './transport.ts'

/** A model as its server lists it, with the fields that the server reports. */
export interface ListedModel {
  id: string
  /** null: the list does not report it. */
  loaded: boolean | null
  quantization?: string
  format?: string
  /** Of the loaded instance, in tokens. */
  context_length?: number
  /** Ids under which instances of this model answer, if reported. */
  instances?: string[]
  /** Other names of the same model, if reported. */
  names?: string[]
}

/** LM Studio's `GET /api/v0/models`; null when the answer has another form. */
export function listingOfV0(answer: TextAnswer): ListedModel[] | null {
  return rows(answer, 'data', (row) =>
    typeof row['id'] !== 'string' ||
    (row['state'] !== 'loaded' && row['state'] !== 'not-loaded' && row['state'] !== 'loading')
      ? null
      : model(
          row['id'],
          row['state'] === 'loaded',
          row['quantization'],
          row['compatibility_type'],
          row['loaded_context_length'],
        ),
  )
}

/** LM Studio's `GET /api/v1/models`, from 0.4.0 on; null when the answer has another form. */
export function listingOfV1(answer: TextAnswer): ListedModel[] | null {
  return rows(answer, 'models', (row) => {
    if (typeof row['key'] !== 'string' || !Array.isArray(row['loaded_instances'])) return null
    const instances = row['loaded_instances'].filter(isRecord)
    const config = instances[0]?.['config']
    const quantization = isRecord(row['quantization']) ? row['quantization']['name'] : undefined
    const context = isRecord(config) ? config['context_length'] : undefined
    return {
      ...model(row['key'], instances.length > 0, quantization, row['format'], context),
      instances: instances.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])),
    }
  })
}

/**
 * The list of an OpenAI-compatible server, which does not report load states; null when the answer is not a list of
 * models. Besides OpenAI's `{ data: [{ id }] }` it reads a bare array, `{ models: [...] }`, rows that are strings or
 * have a `name` or `model`, and Ollama's `data: null` for an empty list. Rows without a name are skipped.
 */
export function listingOfOpenAi(answer: TextAnswer): ListedModel[] | null {
  const body = bodyOf(answer)
  const list = listIn(body)
  if (list === null) return null
  const models = list.flatMap((row) => {
    const id = typeof row === 'string' ? row : isRecord(row) ? nameOf(row) : ''
    if (id === '') return []
    const names = isRecord(row) ? otherNames(row).filter((name) => name !== id) : []
    return [{ id, loaded: null, ...(names.length === 0 ? {} : { names }) }]
  })
  return models.length === 0 && list.length > 0 ? null : models
}

/** Whether an answer is one of LM Studio's own lists, whose address does not take the requests of OpenAI's clients. */
export function isNativeListing(answer: TextAnswer): boolean {
  const own = listingOfV1(answer) ?? listingOfV0(answer)
  return own !== null && own.length > 0
}

/**
 * The listed model of a name: an exact match, else a match in another letter case, else the only model that `isSameModel`
 * accepts for the name or one of its `aliases`.
 */
export function findModel(
  models: readonly ListedModel[],
  id: string,
  aliases: readonly string[] = [],
): ListedModel | undefined {
  const exact = exactModel(models, id)
  if (exact !== undefined) return exact
  const like = models.filter((model) => isSameModel(id, model.id, aliases))
  return like.length === 1 ? like[0] : undefined
}

/** The listed model of exactly this name, in any letter case. */
export function exactModel(models: readonly ListedModel[], id: string): ListedModel | undefined {
  return models.find((model) => model.id === id) ?? models.find((model) => model.id.toLowerCase() === id.toLowerCase())
}

function bodyOf(answer: TextAnswer): unknown {
  const body = answer.status >= 200 && answer.status < 300 ? parseJson(answer.text) : undefined
  return errorOfBody(body) === null ? body : undefined
}

function listIn(body: unknown): unknown[] | null {
  if (Array.isArray(body)) return body
  if (!isRecord(body)) return null
  const lists = [body['data'], body['models'], isRecord(body['data']) ? body['data']['models'] : undefined]
  const list = lists.find((value): value is unknown[] => Array.isArray(value))
  return list ?? (body['object'] === 'list' && (body['data'] === null || body['data'] === undefined) ? [] : null)
}

function nameOf(row: Record<string, unknown>): string {
  const name = [row['id'], row['model'], row['name'], row['key']].find(
    (value) => typeof value === 'string' && value !== '',
  )
  return typeof name === 'string' ? name : ''
}

/** vLLM's `root`, a gateway's `canonical_slug`, and `aliases`: names under which the same model may answer. */
function otherNames(row: Record<string, unknown>): string[] {
  const { root, canonical_slug: slug, aliases } = row
  return [root, slug, ...(Array.isArray(aliases) ? (aliases as unknown[]) : [])].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  )
}

function rows(
  answer: TextAnswer,
  key: 'data' | 'models',
  read: (row: Record<string, unknown>) => ListedModel | null,
): ListedModel[] | null {
  const body = bodyOf(answer)
  if (!isRecord(body) || !Array.isArray(body[key])) return null
  const list = body[key].filter(isRecord).map(read)
  return list.some((row) => row === null) ? null : list.filter((row) => row !== null)
}

function model(id: string, loaded: boolean, quantization: unknown, format: unknown, context: unknown): ListedModel {
  return {
    id,
    loaded,
    ...(typeof quantization === 'string' ? { quantization } : {}),
    ...(typeof format === 'string' ? { format } : {}),
    ...(Number.isSafeInteger(context) && loaded ? { context_length: Number(context) } : {}),
  }
}
