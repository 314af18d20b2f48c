import type { ComponentChildren } from 'preact'

/** The title of a column; numbers are aligned to the right. */
export type RowColumn = string | { number: string }

/** A plain table, which scrolls in its box where it is wider than the page. The first cell of each row is its heading. */
export function Rows({
  caption,
  columns,
  rows,
  isLong = false,
}: {
  /** For those who cannot see the title above it. */
  caption: string
  columns: readonly RowColumn[]
  rows: readonly (readonly ComponentChildren[])[]
  /** Scrolls down in its box, too. */
  isLong?: boolean
}) {
  return (
    <div class={isLong ? 'scroll long' : 'scroll'} tabIndex={0} role="group" aria-label={caption}>
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col" class={classOf(column)}>
                {typeof column === 'string' ? column : column.number}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) =>
                at === 0 ? (
                  <th key={at} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={at} class={classOf(columns[at])}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function classOf(column: RowColumn | undefined): string | undefined {
  return typeof column === 'object' ? 'number' : undefined
}
