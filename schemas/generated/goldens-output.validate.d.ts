// Generated from schemas/goldens-output.schema.json by `npm run generate`. Do not edit.
import type { GoldensOutput } from './goldens-output.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is GoldensOutput; errors?: SchemaError[] | null }
export default validate
