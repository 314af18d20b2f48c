/** The port of an HTTP address. A URL leaves out 80, the usual one. Pure. */
export function portOf(url: string): number {
  return Number(new URL(url).port || 80)
}
