// Generated from schemas/baseline.schema.json by `npm run generate`. Do not edit.
import type { BaselineFile } from './baseline.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<BaselineFile>
export default validate
