import type { ComponentChildren } from 'preact'

/** The title of a column; numbers are aligned to the right. */
export type RowColumn = string | { number: string }

/**
 * A plain table. The first cell of each row is its heading. Where it is wider than the page, it scrolls in its box; on a
 * narrow screen it can become a list of its rows.
 */
export function Rows({
  caption,
  columns,
  rows,
  isLong = false,
  stacks = columns.length > 3,
}: {
  /** For those who cannot see the title above it. */
  caption: string
  columns: readonly RowColumn[]
  rows: readonly (readonly ComponentChildren[])[]
  /** Scrolls down in its box, too. */
  isLong?: boolean
  /** On a narrow screen it is a list of its rows. Default: with more than three columns. */
  stacks?: boolean
}) {
  const classes = ['scroll', ...(isLong ? ['long'] : []), ...(stacks ? ['stacks'] : [])]
  return (
    <div class={classes.join(' ')} tabIndex={0} role="group" aria-label={caption}>
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col" class={classOf(column)}>
                {titleOf(column)}
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
                  <td key={at} class={classOf(columns[at])} data-title={titleOf(columns[at])}>
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

function titleOf(column: RowColumn | undefined): string | undefined {
  return typeof column === 'object' ? column.number : column
}

function classOf(column: RowColumn | undefined): string | undefined {
  return typeof column === 'object' ? 'number' : undefined
}
