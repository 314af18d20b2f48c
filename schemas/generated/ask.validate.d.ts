// Generated from schemas/ask.schema.json by `npm run generate`. Do not edit.
import type { AskReport } from './ask.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is AskReport; errors?: SchemaError[] | null }
export default validate
