// Generated from schemas/router-output.schema.json by `npm run generate`. Do not edit.
import type { RouterOutput } from './router-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<RouterOutput>
export default validate
