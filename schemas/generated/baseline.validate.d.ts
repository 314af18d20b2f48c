// Generated from schemas/baseline.schema.json by `npm run generate`. Do not edit.
import type { Baseline } from './baseline.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is Baseline; errors?: SchemaError[] | null }
export default validate
