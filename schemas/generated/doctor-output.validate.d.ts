// Generated from schemas/doctor-output.schema.json by `npm run generate`. Do not edit.
import type { DoctorOutput } from './doctor-output.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<DoctorOutput>
export default validate
