import type { ListedModel } from './listing.ts'

/**
 * Whether a reply's `model` is the one asked for: the same id in any letter case, or a further instance of it, as LM
 * Studio names a second load (`key:2`).
 */
export function isSameModel(asked: string, answered: string): boolean {
  const [want, got] = [asked.toLowerCase(), answered.toLowerCase()]
  return got === want || (got.startsWith(`${want}:`) && /^\d+$/.test(got.slice(want.length + 1)))
}

/** Whether the server's own list says that `answered` is an instance of the model asked for. */
export function isInstanceOf(models: readonly ListedModel[], asked: string, answered: string): boolean {
  const listed = models.filter(({ id }) => id.toLowerCase() === asked.toLowerCase())
  return listed.some(({ instances }) => instances?.includes(answered) === true)
}
