import { useEffect, useRef, useState } from 'preact/hooks'
import type { Facet, RunFacts } from '../../../../../schemas/generated/dashboard.ts'
import { hrefWith } from '../../address.ts'
import { Badge } from '../../components/badge.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Menu } from '../../components/menu.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, decimal } from '../../../format.ts'
import { FILTERS } from '../../filter.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'
import { useAnswer } from '../../use-answer.ts'
import { filterOf } from './query.ts'

/** How long typing pauses before the text is searched, in milliseconds. */
const TYPING_MS = 250

/** The filter of the event table. All of it is in the address. */
export function Filters() {
  const { address, source } = usePage()
  const { data } = useAnswer('facets', filterOf(address.query))
  return (
    <div class="filters" role="search" aria-label="Filter">
      <TypedFilter label="Text" name="text" isWide />
      {FILTERS.map((name) => (
        <FacetMenu key={name} name={name} facet={data?.facets.find((facet) => facet.name === name)} />
      ))}
      <div class="typed">
        <TypedFilter label="Golden" name="golden" />
        <TypedFilter label="Conversation" name="conversation" />
      </div>
      {source.isExport && (
        <p class="muted">
          Lists and counts are of the events in this file. The text filter searches the first 300 characters of each.
        </p>
      )}
      <FilterChips />
    </div>
  )
}

function FacetMenu({ name, facet }: { name: string; facet: Facet | undefined }) {
  const { address } = usePage()
  const chosen = address.query.getAll(name)
  const known = facet?.values ?? []
  const values = [
    ...known,
    ...chosen
      .filter((value) => !known.some((each) => each.value === value))
      .map((value): Facet['values'][number] => ({ value, count: 0 })),
  ]
  const choose = (value: string, isChosen: boolean) =>
    goTo(
      hrefWith(address, { [name]: isChosen ? [...chosen, value] : chosen.filter((each) => each !== value), at: null }),
    )
  return (
    <Menu
      label={
        <>
          {name}
          {chosen.length > 0 && <span class="count">{chosen.length}</span>}
        </>
      }
    >
      {values.length === 0 && <p class="muted">no event has one</p>}
      {values.map(({ value, count, run = null }) => (
        <label key={value} class="option">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ currentTarget }) => choose(value, currentTarget.checked)}
          />
          {run === null ? <Text value={value} max={60} /> : <RunOption id={value} run={run} />}{' '}
          <span class="muted number">{decimal(count)}</span>
        </label>
      ))}
    </Menu>
  )
}

/** A run by when it was, how it ended, and what it asked. */
function RunOption({ id, run: { first, status, sets } }: { id: string; run: RunFacts }) {
  return (
    <span>
      <span class="run-facts">
        {dateTime(first)} <Badge value={status} />
      </span>{' '}
      <small class="muted block">
        <Text value={[...sets, id].join(', ')} max={160} />
      </small>
    </span>
  )
}

/** A filter whose value is typed in. It follows the address, and the address follows the typing after a pause. */
function TypedFilter({ label, name, isWide = false }: { label: string; name: string; isWide?: boolean }) {
  const { address } = usePage()
  const value = address.query.get(name) ?? ''
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const current = useRef(address)
  current.current = address
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const apply = (text: string) => {
    clearTimeout(timer.current)
    if (text !== (current.current.query.get(name) ?? ''))
      goTo(hrefWith(current.current, { [name]: text === '' ? null : text, at: null }), { replace: true })
  }
  return (
    <label class={isWide ? 'choice wide-input' : 'choice'}>
      <span>{label}</span>
      <input
        type="search"
        value={typed}
        onInput={({ currentTarget }) => {
          const text = currentTarget.value
          setTyped(text)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => apply(text), TYPING_MS)
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') apply(currentTarget.value)
        }}
      />
    </label>
  )
}
