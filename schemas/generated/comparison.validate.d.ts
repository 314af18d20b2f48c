// Generated from schemas/comparison.schema.json by `npm run generate`. Do not edit.
import type { ComparisonRecord } from './comparison.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is ComparisonRecord; errors?: SchemaError[] | null }
export default validate
