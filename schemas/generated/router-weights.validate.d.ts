// Generated from schemas/router-weights.schema.json by `npm run generate`. Do not edit.
import type { RouterWeights } from './router-weights.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is RouterWeights; errors?: SchemaError[] | null }
export default validate
