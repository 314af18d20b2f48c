import { FEATURES } from '../../router/weight/feature-names.ts'

/** The names of the parts of a weight, in the order of a short event. */
const NAMES: readonly string[] = ['base', ...FEATURES]
const KNOWN = new Set(NAMES)

/** A weight with its parts. */
interface Weight {
  weight: number
  parts: Record<string, number>
}

/** The parts in thousandths, without the zeros at the end; null: they do not determine the weight, or have other names. */
export function thousandthsOf({ weight, parts }: Weight): number[] | null {
  for (const name in parts) if (!KNOWN.has(name)) return null
  const all: number[] = []
  let length = 0
  for (const name of NAMES) {
    const part = parts[name]
    if (part === undefined) {
      all.push(0)
      continue
    }
    const thousandths = Math.round(part * 1_000)
    // A part of 0 would be left out when the event is read.
    if (thousandths / 1_000 !== part || (part === 0 && name !== 'base')) return null
    length = all.push(thousandths)
  }
  if (!('base' in parts) || weightOf(all) !== weight) return null
  return all.slice(0, length)
}

/** The weight of parts in thousandths; null: there are more than this version knows. */
export function fromThousandths(all: readonly number[]): Weight | null {
  if (all.length > NAMES.length) return null
  const parts: Record<string, number> = {}
  for (let at = 0; at < all.length; at++) {
    const [name, part] = [NAMES[at], all[at]]
    if (name !== undefined && part !== undefined && (part !== 0 || at === 0)) parts[name] = part / 1_000
  }
  return { weight: weightOf(all), parts }
}

function weightOf(all: readonly number[]): number {
  let sum = 0
  for (const part of all) sum += part
  return sum <= 0 ? 0 : sum >= 1_000 ? 1 : sum / 1_000
}
