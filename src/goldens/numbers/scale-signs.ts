import type { NumberToken } from './numbers.ts'

const SCALES: Readonly<Record<string, number>> = {
  百: 100,
  백: 100,
  千: 1000,
  천: 1000,
  万: 1e4,
  萬: 1e4,
  만: 1e4,
  億: 1e8,
  亿: 1e8,
  억: 1e8,
  兆: 1e12,
  조: 1e12,
}
const SIGNS = /[ \u00a0]?([百백千천]?[万萬만億亿억兆조]|[百백千천])/uy

/** 千克 is the kilogram and 兆赫 the megahertz: there the sign belongs to the unit. */
const UNIT = /[克米瓦卡赫帕伏焦字比吨欧噸公]/uy
const THOUSAND = /k(?![\p{L}\p{N}])/uy
const SHORT = /[ \u00a0]?(?:(k)|(m)|(bn?))(?![\p{L}\p{N}])/iuy

/**
 * Multiplies the numbers of a text that a sign of scale follows: `12万` is 120,000, `3億5000万` is 350,000,000, `12k` is
 * 12,000, and after a currency also `$3M` is 3,000,000.
 */
export function withScaleSigns(text: string, numbers: readonly NumberToken[]): NumberToken[] {
  const scaled: NumberToken[] = []
  let lastScale = 1
  for (const token of numbers) {
    const sign = Number.isNaN(token.value) ? null : scaleAt(text, token)
    const { scale, length } = sign ?? { scale: 1, length: 0 }
    const scaledToken = { ...token, value: token.value * scale, end: token.end + length }
    const last = scaled.at(-1)
    if (last !== undefined && last.end === token.start && scale < lastScale) {
      last.value += scaledToken.value
      last.end = scaledToken.end
    } else scaled.push(scaledToken)
    lastScale = scale
  }
  return scaled
}

function scaleAt(text: string, { start, end }: NumberToken): { scale: number; length: number } | null {
  const signs = at(SIGNS, text, end)
  if (signs !== null) {
    const [{ length }, written = ''] = signs
    if (/[千兆百]$/u.test(written) && at(UNIT, text, end + length) !== null) return null
    return { scale: Array.from(written).reduce((product, sign) => product * (SCALES[sign] ?? 1), 1), length }
  }
  if (/\p{Sc}[ \u00a0]?-?\.?\d/u.test(text.slice(Math.max(0, start - 2), end))) {
    const short = at(SHORT, text, end)
    if (short !== null) {
      const scale = short[1] !== undefined ? 1e3 : short[2] !== undefined ? 1e6 : 1e9
      return { scale, length: short[0].length }
    }
  }
  return at(THOUSAND, text, end) === null ? null : { scale: 1e3, length: 1 }
}

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}
