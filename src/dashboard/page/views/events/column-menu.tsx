import { hrefWith } from '../../address.ts'
import { Menu } from '../../components/menu.tsx'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'
import { COLUMNS, toggledColumns } from './columns.tsx'

/** Which columns the event table shows, and in which order. Both are in the address. */
export function ColumnMenu({ shown }: { shown: readonly string[] }) {
  const { address } = usePage()
  const choose = (names: readonly string[] | null) =>
    goTo(hrefWith(address, { columns: names === null ? null : names.join(',') }), { replace: true })
  const move = (name: string) => {
    const at = shown.indexOf(name)
    const others = shown.filter((each) => each !== name)
    choose([...others.slice(0, at - 1), name, ...others.slice(at - 1)])
  }
  const others = COLUMNS.filter(({ name }) => !shown.includes(name))
  const all = [...shown.flatMap((name) => COLUMNS.find((column) => column.name === name) ?? []), ...others]
  return (
    <Menu label="Columns">
      {all.map(({ name, title }) => (
        <div key={name} class="option">
          <label>
            <input
              type="checkbox"
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown.includes(name)}
              onChange={() => choose(toggledColumns(shown, name))}
            />{' '}
            {title}
          </label>
          {shown.indexOf(name) > 0 && (
            <button type="button" aria-label={`Move ${title} to the left`} onClick={() => move(name)}>
              ↑
            </button>
          )}
        </div>
      ))}
      <button type="button" onClick={() => choose(null)}>
        usual columns
      </button>
    </Menu>
  )
}
