/**
 * Whether an English word is the base word or a regular form of it: plural, past, -ing, comparative, or the adjective
 * of a place. Both are normalised. Irregular forms ("French" for France) are for the author to list.
 */
export function inflects(base: string, word: string): boolean {
  if (word === base) return true
  if (base.length < 3 || !/^\p{L}+$/u.test(base)) return false
  const singular = word.endsWith('s') ? word.slice(0, -1) : word
  return word === `${base}s` || [word, singular].some((form) => formsOf(base).includes(form))
}

function formsOf(base: string): string[] {
  const stem = base.slice(0, -1)
  const last = base.charAt(base.length - 1)
  const after = (root: string, endings: string) => endings.split(' ').map((ending) => `${root}${ending}`)
  if (last === 'a') return [...after(base, 'n s'), ...after(stem, 'ian ean ese')]
  if (last === 'e') return [...after(base, 's d r st an'), ...after(stem, 'ing an ean ese')]
  if (last === 'o') return [...after(base, 'es ed ing'), ...after(stem, 'an ese')]
  if (last === 'y') return [...after(base, 's ed ing'), ...after(stem, 'ies ied ier iest ian')]
  const plain = after(base, 'es ed ing er est an ian ese')
  return /[aeiou][bdfgklmnprtvz]$/.test(base) ? [...plain, ...after(`${base}${last}`, 'ed ing er est')] : plain
}
