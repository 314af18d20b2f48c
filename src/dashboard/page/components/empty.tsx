import { Text } from './text.tsx'

/** Says why there is nothing to show, and the command that changes it. */
export function Empty({
  reason,
  next,
  kind = 'empty',
}: {
  reason: string
  next: string | null
  kind?: 'empty' | 'error'
}) {
  return (
    <div class={`empty ${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <p>
        <Text value={reason} max={2_000} />
      </p>
      {next !== null && (
        <p class="next">
          <Command text={next} />
        </p>
      )}
    </div>
  )
}

/** A remedy, with the command that it names in a fixed-width font. */
export function Command({ text }: { text: string }) {
  const [, before = '', command = ''] = /^(.*?)(npx .*)$/s.exec(text) ?? []
  if (command === '') return <Text value={text} max={2_000} />
  return (
    <>
      <Text value={before} max={2_000} />
      <code>
        <Text value={command} max={2_000} />
      </code>
    </>
  )
}
