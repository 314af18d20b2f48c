// Generated from schemas/cassette.schema.json by `npm run generate`. Do not edit.

/**
 * One line of a cassette (goldens/cassettes/*.ndjson): the recorded replies of one model to one request, one for each repeat. Written only with AIOS_RECORD=n.
 */
export interface CassetteEntry {
  schema_version: '2.0'
  /**
   * First 16 hex digits of the SHA-256 over messages, model and sampling.
   */
  key: string
  set: string
  golden: string
  source: 'main_model' | 'embedder'
  model: {
    asked: string
    answered: string
    quantization?: string
    format?: string
    context_length?: number
  }
  /**
   * @minItems 1
   */
  messages: [
    {
      role: 'system' | 'user' | 'assistant'
      content: string
    },
    ...{
      role: 'system' | 'user' | 'assistant'
      content: string
    }[]
  ]
  sampling: {
    [k: string]: number | string[]
  }
  recorded_at: string
  /**
   * Server software and machine class, without addresses.
   */
  recorded_from: string
  /**
   * @minItems 1
   */
  replies: [RecordedReply, ...RecordedReply[]]
}
/**
 * This interface was referenced by `CassetteEntry`'s JSON-Schema
 * via the `definition` "RecordedReply".
 */
export interface RecordedReply {
  text: string
  reasoning?: string
  finish: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'unknown'
  quirks?: string[]
  timings: {
    queue_ms: number
    load_ms: number
    first_token_ms: number | null
    total_ms: number
    tokens_per_second: number | null
  }
  tokens: {
    prompt: number | null
    completion: number | null
    reasoning?: number
    cached?: number
  }
}
