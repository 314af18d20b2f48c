// Generated from schemas/baseline.schema.json by `npm run generate`. Do not edit.
import type { Baseline } from './baseline.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<Baseline>
export default validate
