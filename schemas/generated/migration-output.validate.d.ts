// Generated from schemas/migration-output.schema.json by `npm run generate`. Do not edit.
import type { MigrationOutput } from './migration-output.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is MigrationOutput; errors?: SchemaError[] | null }
export default validate
