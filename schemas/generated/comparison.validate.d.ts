// Generated from schemas/comparison.schema.json by `npm run generate`. Do not edit.
import type { ComparisonRecord } from './comparison.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<ComparisonRecord>
export default validate
