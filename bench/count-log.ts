// Counts a log with the streaming reader, as `aios events --count` does where DuckDB is not installed.
import { openLogQuery } from '../src/provenance/query/open-query.ts'

const query = await openLogQuery(process.argv.slice(2), { reader: 'stream' })
console.log((await query.counts()).total)
