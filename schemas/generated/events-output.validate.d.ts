// Generated from schemas/events-output.schema.json by `npm run generate`. Do not edit.
import type { EventsOutput } from './events-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<EventsOutput>
export default validate
