// Generated from schemas/status.schema.json by `npm run generate`. Do not edit.
import type { StatusReport } from './status.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is StatusReport; errors?: SchemaError[] | null }
export default validate
