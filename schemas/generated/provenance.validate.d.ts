// Generated from schemas/provenance.schema.json by `npm run generate`. Do not edit.
import type { ProvenanceEvent } from './provenance.ts'
import type { FileValidator } from '../validate.ts'
declare const validate: FileValidator<ProvenanceEvent>
export default validate
