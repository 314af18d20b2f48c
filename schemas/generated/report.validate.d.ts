// Generated from schemas/report.schema.json by `npm run generate`. Do not edit.
import type { Report } from './report.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<Report>
export default validate
