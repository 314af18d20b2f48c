import { useState } from 'preact/hooks'
import type { CutText } from '../../../../../schemas/generated/dashboard.ts'
import { Text } from '../../components/text.tsx'
import { decimal } from '../../../format.ts'
import { usePage } from '../../page-context.ts'

/** Characters that are shown at first. */
const FIRST = 8_000

/** A text of an event, with more of it on demand and the whole as a download. */
export function LongText({ value, message, part }: { value: CutText; message: string; part: string }) {
  const { source } = usePage()
  const [isOpen, setOpen] = useState(false)
  const { text, length, cut } = value
  const isShort = text.length <= FIRST
  return (
    <>
      <Text value={isOpen || isShort ? text : text.slice(0, FIRST)} lines />
      {(!isShort || cut) && (
        <p class="muted">
          {decimal(isOpen || isShort ? text.length : FIRST)} of {decimal(length)} characters.{' '}
          {!isShort && !isOpen && (
            <button type="button" onClick={() => setOpen(true)}>
              Show {decimal(text.length)}
            </button>
          )}{' '}
          {!source.isExport && (
            <a href={`api/text?${new URLSearchParams({ message, part })}`} download={`${part}.txt`}>
              Download the logged text
            </a>
          )}
        </p>
      )}
    </>
  )
}
