// Generated from schemas/model-config.schema.json by `npm run generate`. Do not edit.
import type { ModelConfig } from './model-config.ts'
import type { OptionValidator } from '../../src/text/option-errors.ts'
declare const validate: OptionValidator<ModelConfig>
export default validate
