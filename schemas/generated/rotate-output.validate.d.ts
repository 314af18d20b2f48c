// Generated from schemas/rotate-output.schema.json by `npm run generate`. Do not edit.
import type { RotateOutput } from './rotate-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<RotateOutput>
export default validate
