// Generated from schemas/ask.schema.json by `npm run generate`. Do not edit.
import type { AskReport } from './ask.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<AskReport>
export default validate
