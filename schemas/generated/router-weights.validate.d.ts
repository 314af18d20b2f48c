// Generated from schemas/router-weights.schema.json by `npm run generate`. Do not edit.
import type { RouterWeights } from './router-weights.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<RouterWeights>
export default validate
