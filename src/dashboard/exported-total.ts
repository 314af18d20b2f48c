/** The parameters of a link to events that do not change how many it opens. */
const SHOWN_ONLY = ['sort', 'order', 'columns', 'at']

/** The request under which a static export has the number of events that a link opens. Pure. */
export function totalRequest(query: URLSearchParams): string {
  const filter = [...query].filter(([name]) => !SHOWN_ONLY.includes(name))
  const sorted = filter.toSorted(([a, x], [b, y]) => (`${a}=${x}` < `${b}=${y}` ? -1 : 1))
  return `total?${new URLSearchParams(sorted).toString()}`
}
