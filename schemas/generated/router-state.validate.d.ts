// Generated from schemas/router-state.schema.json by `npm run generate`. Do not edit.
import type { RouterState } from './router-state.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<RouterState>
export default validate
