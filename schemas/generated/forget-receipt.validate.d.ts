// Generated from schemas/forget-receipt.schema.json by `npm run generate`. Do not edit.
import type { ForgetReceipt } from './forget-receipt.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<ForgetReceipt>
export default validate
