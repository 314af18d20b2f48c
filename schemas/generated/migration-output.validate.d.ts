// Generated from schemas/migration-output.schema.json by `npm run generate`. Do not edit.
import type { MigrationOutput } from './migration-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<MigrationOutput>
export default validate
