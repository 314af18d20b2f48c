// Generated from schemas/model-config.schema.json by `npm run generate`. Do not edit.
import type { ModelConfig } from './model-config.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is ModelConfig; errors?: SchemaError[] | null }
export default validate
