// Generated from schemas/running-dashboard.schema.json by `npm run generate`. Do not edit.
import type { RunningDashboard } from './running-dashboard.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<RunningDashboard>
export default validate
