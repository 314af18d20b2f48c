import { Text } from './text.tsx'

/** Notes on what an answer leaves out, a paragraph each. */
export function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="muted">
          <Text value={note} max={500} />
        </p>
      ))}
    </>
  )
}
