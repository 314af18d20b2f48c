// Generated from schemas/router-state.schema.json by `npm run generate`. Do not edit.
import type { RouterState } from './router-state.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is RouterState; errors?: SchemaError[] | null }
export default validate
