// Generated from schemas/slo-output.schema.json by `npm run generate`. Do not edit.
import type { SloOutput } from './slo-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<SloOutput>
export default validate
