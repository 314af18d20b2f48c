// Generated from schemas/clean-output.schema.json by `npm run generate`. Do not edit.
import type { CleanOutput } from './clean-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<CleanOutput>
export default validate
