// Generated from schemas/forget-receipt.schema.json by `npm run generate`. Do not edit.
import type { ForgetReceipt } from './forget-receipt.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is ForgetReceipt; errors?: SchemaError[] | null }
export default validate
