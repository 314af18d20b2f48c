// Generated from schemas/models-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios models list --json` prints. Sizes in bytes.
 */
export interface ModelsOutput {
  schema_version: '1.0'
  /**
   * Name and version; null: it is not installed.
   */
  engine: string | null
  models: ListedModel[]
}
/**
 * A model of the catalogue, or another model file that is installed.
 *
 * This interface was referenced by `ModelsOutput`'s JSON-Schema
 * via the `definition` "ListedModel".
 */
export interface ListedModel {
  id: string
  pair?: string
  file?: string
  path?: string
  bytes?: number
  licence?: string
  quantization: string
  installed: boolean
}
