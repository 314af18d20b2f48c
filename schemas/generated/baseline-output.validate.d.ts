// Generated from schemas/baseline-output.schema.json by `npm run generate`. Do not edit.
import type { BaselineOutput } from './baseline-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<BaselineOutput>
export default validate
