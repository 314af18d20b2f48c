import { useState } from 'preact/hooks'
import { hrefWith } from '../address.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { USUAL_WINDOW } from '../time-window.ts'
import { Choice } from './choice.tsx'

const PERIODS = ['1h', '6h', '24h', '7d', '30d', '90d', 'all'] as const

/** The time window: a period before now, or from one time to another. */
export function WindowPicker() {
  const { address } = usePage()
  const [since, until] = [address.query.get('since'), address.query.get('until')]
  const period = PERIODS.find((each) => each === (since ?? USUAL_WINDOW))
  const isCustom = period === undefined || until !== null
  const [isOpen, setOpen] = useState(isCustom)
  return (
    <>
      <Choice
        label="Time"
        choices={[...PERIODS, 'custom'] as const}
        value={isOpen || isCustom ? 'custom' : period}
        onChoose={(choice) => {
          setOpen(choice === 'custom')
          if (choice !== 'custom') goTo(hrefWith(address, { since: choice, until: null }))
        }}
      />
      {(isOpen || isCustom) && (
        <span class="custom-window">
          <TimeInput label="From" value={since} onTime={(time) => goTo(hrefWith(address, { since: time }))} />
          <TimeInput label="To" value={until} onTime={(time) => goTo(hrefWith(address, { until: time }))} />
        </span>
      )}
    </>
  )
}

function TimeInput({
  label,
  value,
  onTime,
}: {
  label: string
  value: string | null
  onTime: (time: string | null) => void
}) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={localTime(value)}
        onChange={({ currentTarget }) => {
          const time = new Date(currentTarget.value)
          onTime(Number.isNaN(time.getTime()) ? null : time.toISOString())
        }}
      />
    </label>
  )
}

/** An ISO time as an input shows it, in the time zone of the browser. */
function localTime(value: string | null): string {
  const time = value === null ? NaN : Date.parse(value)
  if (Number.isNaN(time)) return ''
  return new Date(time - 60_000 * new Date(time).getTimezoneOffset()).toISOString().slice(0, 16)
}
