import type { ComponentChildren } from 'preact'
import type { Loaded } from '../use-answer.ts'
import { Empty } from './empty.tsx'
import { PartialNote } from './partial-note.tsx'

/** Shows an answer once it is there; a problem is named above the last data. */
export function Answer<T>({
  loaded,
  hidesPartialNote = false,
  children,
}: {
  loaded: Loaded<T>
  /** Whether another answer of the view says which events are missing. */
  hidesPartialNote?: boolean
  children: (data: T) => ComponentChildren
}) {
  if (loaded.state === 'loading')
    return (
      <p class="loading" role="status">
        Loading…
      </p>
    )
  return (
    <>
      {!hidesPartialNote && loaded.state === 'ready' && loaded.partial !== null && (
        <PartialNote partial={loaded.partial} />
      )}
      {loaded.state === 'failed' && <Empty kind="error" reason={loaded.error} next={loaded.next} />}
      {loaded.data !== null && children(loaded.data)}
    </>
  )
}
