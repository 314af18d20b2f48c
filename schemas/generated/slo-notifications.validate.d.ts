// Generated from schemas/slo-notifications.schema.json by `npm run generate`. Do not edit.
import type { SloNotifications } from './slo-notifications.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is SloNotifications; errors?: SchemaError[] | null }
export default validate
