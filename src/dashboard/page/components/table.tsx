import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useKeys } from '../use-keys.ts'

/** A column of a table. */
export interface Column<T> {
  name: string
  title: string
  /** Width as CSS. */
  width: string
  /** Aligned to the right. */
  isNumber?: boolean
  cell: (row: T) => ComponentChildren
  /** Name by which it sorts; left out: it does not. */
  sort?: string
}

/** Height of a row in pixels. */
const ROW = 34

/** Rows beyond the visible ones that are drawn, so that scrolling shows no gap. */
const AROUND = 10

/** Browsers draw no taller elements, so the scroll bar of a longer table moves several rows at a time. */
const TALLEST = 12_000_000

/**
 * A table of which only the visible rows are drawn. The keys j, k and Enter work on the whole page, so a page has one.
 * `rowAt` gives null for a row that has not arrived.
 */
export function Table<T>({
  label,
  columns,
  total,
  rowAt,
  onRange,
  height = 560,
  sort,
  onSort,
  selected,
  rowsOf = '',
  onOpen,
}: {
  label: string
  columns: readonly Column<T>[]
  total: number
  rowAt: (index: number) => T | null
  /** Called when other rows become visible: from the first on, to before the last. */
  onRange?: (from: number, to: number) => void
  height?: number
  sort?: { by: string; descending: boolean }
  onSort?: (by: string) => void
  /** Index of the row that the keyboard is on. */
  selected?: number
  /** Identifies the rows: when it changes, the table scrolls back to the first row. */
  rowsOf?: string
  onOpen?: (row: T, index: number) => void
}) {
  const [scrolled, setScrolled] = useState(0)
  const [active, setActive] = useState(selected ?? 0)
  const body = useRef<HTMLDivElement>(null)
  const drawn = Math.min(total * ROW, TALLEST)
  // How many pixels of rows a pixel of the scroll bar stands for.
  const ratio = drawn > height ? (total * ROW - height) / (drawn - height) : 1
  const top = scrolled * ratio
  const from = Math.max(0, Math.floor(top / ROW) - AROUND)
  const to = Math.min(total, Math.ceil((top + height) / ROW) + AROUND)
  useEffect(() => onRange?.(from, to), [from, to])
  const show = (index: number) => {
    const element = body.current
    if (element === null) return
    const [above, below] = [index * ROW, (index + 2) * ROW - element.clientHeight]
    const wanted = Math.max(Math.min(element.scrollTop * ratio, above), below)
    if (wanted !== element.scrollTop * ratio) element.scrollTop = wanted / ratio
  }
  const move = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index))
    setActive(next)
    show(next)
  }
  const before = useRef(rowsOf)
  useEffect(() => {
    if (before.current !== rowsOf) move(0)
    before.current = rowsOf
  }, [rowsOf])
  useEffect(() => {
    if (selected !== undefined && total > 0) move(selected)
  }, [selected, total > 0])
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: Math.floor(height / ROW),
    PageUp: -Math.floor(height / ROW),
    Home: -total,
    End: total,
  }
  useKeys({
    j: () => move(active + 1),
    k: () => move(active - 1),
    Enter: () => {
      const row = rowAt(active)
      if (row !== null) onOpen?.(row, active)
    },
  })
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  return (
    <div
      ref={body}
      class="table"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total === 0 ? undefined : `row-${active}`}
      style={{ maxHeight: `${height}px` }}
      onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
      onKeyDown={(event) => {
        const step = steps[event.key]
        if (step !== undefined) {
          event.preventDefault()
          move(active + step)
        }
      }}
    >
      <div class="table-head" role="row" aria-rowindex={1} style={template}>
        {columns.map(({ name, title, isNumber, sort: by }) => (
          <span
            key={name}
            role="columnheader"
            class={isNumber ? 'number' : undefined}
            aria-sort={by === undefined || by !== sort?.by ? undefined : sort.descending ? 'descending' : 'ascending'}
          >
            {by === undefined || onSort === undefined ? (
              title
            ) : (
              <button
                type="button"
                onClick={({ detail }) => {
                  onSort(by)
                  // A click by mouse leaves the keys to the rows; by keyboard the heading keeps the focus.
                  if (detail > 0) body.current?.focus()
                }}
              >
                {title}
                {by === sort?.by ? (sort.descending ? ' ↓' : ' ↑') : ''}
              </button>
            )}
          </span>
        ))}
      </div>
      <div class="table-body" role="rowgroup" style={{ height: `${drawn}px` }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at).map((index) => {
          const row = rowAt(index)
          return (
            <div
              key={index}
              id={`row-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              class={index === active ? 'row active' : 'row'}
              style={{ ...template, top: `${index * ROW - top + scrolled}px`, height: `${ROW}px` }}
              onClick={() => {
                setActive(index)
                if (row !== null) onOpen?.(row, index)
              }}
            >
              {columns.map(({ name, isNumber, cell }) => (
                <span key={name} role="gridcell" class={isNumber ? 'number' : undefined}>
                  {row === null ? '…' : cell(row)}
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
