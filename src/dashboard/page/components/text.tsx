import { printable } from '../../../text/printable.ts'

/**
 * A text of a model, a log or a file: control, invisible and reordering characters are shown as escapes. `lines` keeps line
 * breaks. Use it for every text that this package did not write.
 */
export function Text({ value, max, lines = false }: { value: string; max?: number; lines?: boolean }) {
  return (
    <bdi class={lines ? 'lines' : undefined}>
      {printable(value, { newlines: lines, ...(max === undefined ? {} : { max }) })}
    </bdi>
  )
}
