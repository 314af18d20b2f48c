import { printable } from '../text/printable.ts'
import type { ModelNote } from './models.ts'

/** What a worker found out about a model, as a line of the run. */
export function describeNote(model: string, note: ModelNote): string {
  const name = printable(model, { max: 80 })
  switch (note.kind) {
    case 'loading':
      return `waiting for ${name} to load: longer than 1 s so far, at most ${Math.ceil(note.limitMs / 1_000)} s`
    case 'not_loaded':
      return `${name} was not ready within its limit; it is not waited for again in this run`
    case 'refuses': {
      const changes = note.changes.map(({ field, as }) => (as === undefined ? `without ${field}` : `${field} as ${as}`))
      return `the server refuses fields of the request; ${name} is asked ${changes.join(', ')}`
    }
  }
}
