// Generated from schemas/model-config.schema.json by `npm run generate`. Do not edit.

/**
 * The runbook's model file, named by AIOS_MODEL_CONFIG. Keys beside the two models are allowed and ignored.
 */
export type ModelConfig = {
  [k: string]: unknown
} & {
  main_model: Endpoint
  embedder_llm?: Endpoint
  embedder?: Endpoint1
}
/**
 * This interface was referenced by `undefined`'s JSON-Schema
 * via the `definition` "Endpoint".
 */
export type Endpoint = {
  [k: string]: unknown
} & {
  /**
   * The model's id on its server.
   */
  name?: string
  /**
   * The same as name.
   */
  model_name?: string
  /**
   * Base URL of the server, with or without /v1, /v1/chat/completions or /v1/embeddings.
   */
  api_endpoint?: string
  /**
   * The same as api_endpoint.
   */
  api_url?: string
}
/**
 * The same as embedder_llm, which takes precedence if both are given.
 */
export type Endpoint1 = {
  [k: string]: unknown
} & {
  /**
   * The model's id on its server.
   */
  name?: string
  /**
   * The same as name.
   */
  model_name?: string
  /**
   * Base URL of the server, with or without /v1, /v1/chat/completions or /v1/embeddings.
   */
  api_endpoint?: string
  /**
   * The same as api_endpoint.
   */
  api_url?: string
}
