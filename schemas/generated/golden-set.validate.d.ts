// Generated from schemas/golden-set.schema.json by `npm run generate`. Do not edit.
import type { GoldenSet } from './golden-set.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<GoldenSet>
export default validate
