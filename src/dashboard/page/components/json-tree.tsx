import { useState } from 'preact/hooks'
import { Text } from './text.tsx'

/** Entries of an array or object that are drawn at first. */
const FIRST = 100

/** A JSON value as a tree that opens and closes. */
export function JsonTree({ name, value, open = false }: { name: string; value: unknown; open?: boolean }) {
  const [isOpen, setOpen] = useState(open)
  const [shown, setShown] = useState(FIRST)
  if (typeof value !== 'object' || value === null)
    return (
      <div class="leaf">
        <span class="key">
          <Text value={name} max={200} />
        </span>{' '}
        <code>
          <Text value={JSON.stringify(value) ?? 'null'} max={2_000} />
        </code>
      </div>
    )
  const entries = Object.entries(value)
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`
  return (
    <details class="tree" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="key">
          <Text value={name} max={200} />
        </span>{' '}
        <span class="muted">{size}</span>
      </summary>
      {isOpen && entries.slice(0, shown).map(([key, each]) => <JsonTree key={key} name={key} value={each} />)}
      {isOpen && entries.length > shown && (
        <button type="button" onClick={() => setShown(shown + 10 * FIRST)}>
          {entries.length - shown} more
        </button>
      )}
    </details>
  )
}
