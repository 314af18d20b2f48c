/** The parameters of a link as those of a query string; several values repeat a parameter. Pure. */
export function searchParams(query: Readonly<Record<string, string | readonly string[]>>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) params.append(name, value)
  return params
}
