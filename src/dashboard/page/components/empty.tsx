import { commandParts } from '../../../text/commands.ts'
import { hrefWith } from '../address.ts'
import { usePage } from '../page-context.ts'
import { Text } from './text.tsx'

/** Says why there is no data to show, and the command that changes it. `isOfWindow`: a longer time may have some. */
export function Empty({
  reason,
  next,
  kind = 'empty',
  isOfWindow = false,
}: {
  reason: string
  next: string | null
  kind?: 'empty' | 'error'
  isOfWindow?: boolean
}) {
  const { address, source } = usePage()
  const canWiden = isOfWindow && !source.isExport && address.query.get('since') !== 'all'

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
      {canWiden && (
        <p>
          <a href={hrefWith(address, { since: 'all', until: null })}>Show all time</a>
        </p>
      )}
    </div>
  )
}

/** A remedy, with the commands that it names in a fixed-width font. */
export function Command({ text }: { text: string }) {
  return (
    <>
      {commandParts(text).map((part, index, parts) =>
        part.isCommand ? (
          <code key={index}>
            <Text value={part.text} max={2_000} />
          </code>
        ) : (
          <Text key={index} value={withoutMarks(part.text, index, parts.length - 1)} max={2_000} />
        ),
      )}
    </>
  )
}

/** What is between two commands, without the backticks around them: the font shows what they are. */
function withoutMarks(text: string, index: number, last: number): string {
  const rest = index === 0 ? text : text.replace(/^`/, '')
  return index === last ? rest : rest.replace(/`$/, '')
}
