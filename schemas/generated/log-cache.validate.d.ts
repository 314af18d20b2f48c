// Generated from schemas/log-cache.schema.json by `npm run generate`. Do not edit.
import type { LogCache } from './log-cache.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<LogCache>
export default validate
