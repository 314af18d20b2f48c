import type { ComponentChildren } from 'preact'

/** A plain table; the first cell of each row is its heading. */
export function Rows({
  caption,
  columns,
  rows,
}: {
  /** For those who cannot see the title above it. */
  caption: string
  columns: readonly string[]
  rows: readonly (readonly ComponentChildren[])[]
}) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (at === 0 ? <th scope="row">{cell}</th> : <td key={at}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
