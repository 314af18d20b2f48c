// Generated from schemas/cassette.schema.json by `npm run generate`. Do not edit.
import type { CassetteEntry } from './cassette.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<CassetteEntry>
export default validate
