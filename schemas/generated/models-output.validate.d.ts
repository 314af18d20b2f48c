// Generated from schemas/models-output.schema.json by `npm run generate`. Do not edit.
import type { ModelsOutput } from './models-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<ModelsOutput>
export default validate
