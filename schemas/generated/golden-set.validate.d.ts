// Generated from schemas/golden-set.schema.json by `npm run generate`. Do not edit.
import type { GoldenSet } from './golden-set.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is GoldenSet; errors?: SchemaError[] | null }
export default validate
