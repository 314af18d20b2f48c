import { hrefWith } from '../address.ts'
import { FILTERS, TYPED_FILTERS } from '../filter.ts'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { Text } from './text.tsx'

const NAMES = [...FILTERS, ...TYPED_FILTERS]

/** The filter of the address; each value can be removed. */
export function FilterChips() {
  const { address } = usePage()
  const active = NAMES.flatMap((name) => address.query.getAll(name).map((value) => ({ name, value })))
  if (active.length === 0 && !address.query.has('text')) return null
  const without = (name: string, value: string) =>
    hrefWith(address, { [name]: address.query.getAll(name).filter((each) => each !== value), at: null })
  const withoutAll = () =>
    hrefWith(address, Object.fromEntries(['text', ...NAMES, 'at'].map((name) => [name, null] as const)))
  return (
    <div class="chips" role="group" aria-label="Active filters">
      <span class="muted">Only</span>
      {active.map(({ name, value }) => (
        <button key={`${name} ${value}`} type="button" class="chip" onClick={() => goTo(without(name, value))}>
          {name}: <Text value={value === '' ? 'none' : value} max={40} /> <span aria-hidden="true">×</span>
          <span class="hidden"> remove this filter</span>
        </button>
      ))}
      <button type="button" class="chip" onClick={() => goTo(withoutAll())}>
        remove all filters
      </button>
    </div>
  )
}
