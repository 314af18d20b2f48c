// Generated from schemas/provenance.schema.json by `npm run generate`. Do not edit.
import type { ProvenanceEvent } from './provenance.ts'
import type { SchemaError } from '../validate.ts'
declare const validate: { (data: unknown): data is ProvenanceEvent; errors?: SchemaError[] | null }
export default validate
