// Generated from schemas/goldens-output.schema.json by `npm run generate`. Do not edit.
import type { GoldensOutput } from './goldens-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<GoldensOutput>
export default validate
