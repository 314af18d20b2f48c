import { isRecord } from '../../is-record.ts'
import { errorOfBody, parseJson } from './error-body.ts'
import type { TextAnswer } from './transport.ts'

/** A model as its server lists it; what the server does not say is left out. */
export interface ListedModel {
  id: string
  /** null: the list does not tell. */
  loaded: boolean | null
  quantization?: string
  format?: string
  /** Of the loaded instance, in tokens. */
  context_length?: number
  /** Ids under which instances of this model answer, where the server told. */
  instances?: string[]
}

/** LM Studio's `GET /api/v0/models`; null when the answer is no such list. */
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

/** LM Studio's `GET /api/v1/models`, from 0.4.0 on; null when the answer is no such list. */
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

/** The OpenAI list, `GET /v1/models`, which does not tell what is loaded; null when the answer is no such list. */
export function listingOfOpenAi(answer: TextAnswer): ListedModel[] | null {
  return rows(answer, 'data', (row) => (typeof row['id'] === 'string' ? { id: row['id'], loaded: null } : null))
}

/** The listed model that an id means: letter case does not count, as in LM Studio. */
export function findModel(models: readonly ListedModel[], id: string): ListedModel | undefined {
  return models.find((model) => model.id === id) ?? models.find((model) => model.id.toLowerCase() === id.toLowerCase())
}

function rows(
  answer: TextAnswer,
  key: 'data' | 'models',
  read: (row: Record<string, unknown>) => ListedModel | null,
): ListedModel[] | null {
  const body = answer.status === 200 ? parseJson(answer.text) : undefined
  if (!isRecord(body) || errorOfBody(body) !== null || !Array.isArray(body[key])) return null
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
