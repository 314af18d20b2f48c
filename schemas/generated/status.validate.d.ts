// Generated from schemas/status.schema.json by `npm run generate`. Do not edit.
import type { StatusReport } from './status.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<StatusReport>
export default validate
