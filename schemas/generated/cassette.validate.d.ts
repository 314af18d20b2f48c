// Generated from schemas/cassette.schema.json by `npm run generate`. Do not edit.
import type { CassetteEntry } from './cassette.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is CassetteEntry; errors?: SchemaError[] | null }
export default validate
