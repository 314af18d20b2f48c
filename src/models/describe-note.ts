import { printable } from '../text/printable.ts'
import type { ModelNote } from './models.ts'

/** A note of a worker about a model, as a line of the run's output. */
export function describeNote(model: string, note: ModelNote): string {
  const name = printable(model, { max: 80 })
  switch (note.kind) {
    case 'loading':
      return `waiting for ${name} to load, at most ${Math.ceil(note.limitMs / 1_000)} s`
    case 'not_loaded':
      return `${name} was not ready within its limit; this run does not wait for it again`
    case 'refuses': {
      const changes = note.changes.map(({ field, as }) => (as === undefined ? `without ${field}` : `${field} as ${as}`))
      return `the server refuses fields of the request; asking ${name} ${changes.join(', ')}`
    }
  }
}
