// Generated from schemas/slo-notifications.schema.json by `npm run generate`. Do not edit.
import type { SloNotifications } from './slo-notifications.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<SloNotifications>
export default validate
