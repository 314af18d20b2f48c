// Generated from schemas/model-config.schema.json by `npm run generate`. Do not edit.

/**
 * The runbook's model file, named by AIOS_MODEL_CONFIG. Keys beside the two models are allowed and ignored.
 */
export interface ModelConfig {
  main_model: Endpoint
  embedder_llm: Endpoint
}
/**
 * This interface was referenced by `ModelConfig`'s JSON-Schema
 * via the `definition` "Endpoint".
 */
export interface Endpoint {
  /**
   * The model's id on its server.
   */
  name: string
  /**
   * Base URL of the server, with or without /v1 or /v1/chat/completions.
   */
  api_endpoint: string
}
