import { FILTERED_BY, type LogFilter } from '../../provenance/query/log-filter.ts'
import { nearest } from '../../text/nearest.ts'
import { RequestError } from '../request-error.ts'

/** A request for a view: which events it is about, and the parameters of its route. */
export interface ViewRequest {
  filter: LogFilter
  /** Now, in milliseconds since 1970. */
  now: number
  /** The other parameters, by name. */
  params: ReadonlyMap<string, string>
}

/** Longest accepted query string, in characters. */
const MOST = 8_000

const PERIOD = /^(\d{1,6}(?:\.\d+)?)([mhd])$/
const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Parses the query string of a route that accepts `params` beside the filter. Throws a RequestError that names the problem. */
export function parseViewRequest(search: string, params: readonly string[], now: number): ViewRequest {
  if (search.length > MOST) throw new RequestError(400, `the query is longer than ${MOST} characters`)
  const query = new URLSearchParams(search)
  const names = ['since', 'until', 'text', ...FILTERED_BY, ...params]
  const unknown = [...query.keys()].find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const near = nearest(unknown, names)
    const hint = near === null ? '.' : `; did you mean "${near}"?`
    throw new RequestError(400, `unknown parameter "${unknown}"${hint} Parameters: ${names.join(', ')}`)
  }
  const isList = (name: string) => FILTERED_BY.some((each) => each === name)
  const repeated = names.find((name) => !isList(name) && query.getAll(name).length > 1)
  if (repeated !== undefined) throw new RequestError(400, `the parameter "${repeated}" is given more than once`)
  const filter: LogFilter = {}
  for (const name of FILTERED_BY) {
    const values = query.getAll(name)
    // An empty value: events without the fact.
    if (values.length > 0) filter[name] = values.map((value) => (value === '' ? null : value))
  }
  const [since, until, text] = [query.get('since'), query.get('until'), query.get('text')]
  if (since !== null && since !== 'all') filter.since = timeIn('since', since, now)
  if (until !== null) filter.until = timeIn('until', until, now)
  if (text !== null && text !== '') filter.text = text
  return { filter, now, params: new Map(params.flatMap((name) => entry(name, query.get(name)))) }
}

function entry(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]]
}

/** A period before now such as `24h`, or an ISO time. */
function timeIn(name: string, value: string, now: number): Date {
  const [, amount, unit = ''] = PERIOD.exec(value) ?? []
  if (amount !== undefined) return new Date(now - Number(amount) * (UNITS[unit] ?? 0))
  const time = new Date(value)
  if (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(time.getTime())) return time
  throw new RequestError(400, `"${name}" must be a period such as 24h or 7d, or an ISO time, got "${value}"`)
}

/** A parameter as an integer from 0 to `most`. Throws a RequestError for anything else. */
export function integerIn({ params }: ViewRequest, name: string, fallback: number, most: number): number {
  const text = params.get(name)
  if (text === undefined) return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (value <= most) return value
  throw new RequestError(400, `"${name}" must be an integer from 0 to ${most}, got "${text}"`)
}

/** A parameter as one of some words. Throws a RequestError for anything else. */
export function wordIn<T extends string>(
  { params }: ViewRequest,
  name: string,
  fallback: NoInfer<T>,
  words: readonly T[],
): T {
  const text = params.get(name)
  if (text === undefined) return fallback
  const word = words.find((each) => each === text)
  if (word !== undefined) return word
  throw new RequestError(400, `"${name}" must be one of ${words.join(', ')}, got "${text}"`)
}

/** A parameter that must be given. Throws a RequestError where it is missing. */
export function required({ params }: ViewRequest, name: string): string {
  const text = params.get(name)
  if (text === undefined || text === '') throw new RequestError(400, `the parameter "${name}" is missing`)
  return text
}
