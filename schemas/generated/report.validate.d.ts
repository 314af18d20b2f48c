// Generated from schemas/report.schema.json by `npm run generate`. Do not edit.
import type { Report } from './report.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is Report; errors?: SchemaError[] | null }
export default validate
