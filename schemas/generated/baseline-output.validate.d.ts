// Generated from schemas/baseline-output.schema.json by `npm run generate`. Do not edit.
import type { BaselineOutput } from './baseline-output.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is BaselineOutput; errors?: SchemaError[] | null }
export default validate
