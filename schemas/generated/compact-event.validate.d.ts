// Generated from schemas/compact-event.schema.json by `npm run generate`. Do not edit.
import type { CompactEvent } from './compact-event.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<CompactEvent>
export default validate
