/** Replaces `\boxed{`, which marks the answer. A private-use character, which does not occur in replies. */
export const BOXED = '\uE000'

const REPLACEMENTS: readonly [pattern: RegExp, replacement: string][] = [
  [/\{,\}/g, ','],
  [/\\(?:boxed|fbox)\s*\{/g, ` ${BOXED} `],
  [/\^\s*\{?\\(?:circ|degree)\b\}?|\\degree\b/g, '°'],
  [/(?<=\d)\s?(?=\\[dtc]?frac)/g, ' '],
  [/\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2 '],
  [/\\[dtc]?frac\s*(\d)\s*(\d)/g, '$1/$2 '],
  [/\^\s*\{(-?\w{1,20})\}/g, '^$1'],
  [/\\(?:text|textbf|textit|mathrm|mathbf|mathit|operatorname|mbox)\s*\{([^{}]*)\}/g, ' $1 '],
  [/\\times\b/g, '×'],
  [/\\cdot\b/g, '·'],
  [/\\div\b/g, '÷'],
  [/\\sqrt\b/g, '√'],
  [/\\approx\b/g, '≈'],
  [/\\(?:implies|Rightarrow|rightarrow|to)\b/g, '→'],
  [/\\(?:left|right|quad|qquad|displaystyle)\b/g, ' '],
  [/(?<=\d)\\[,;:! ]\s?(?=\d)/g, '\u00a0'],
  [/\\[,;:! ()[\]]/g, ' '],
  [/\\([%$#&])/g, '$1'],
]

/** Writes the LaTeX of numbers as plain text: `\frac{1}{2}` as `1/2`, `1{,}000` as `1,000`; other text stays as it is. */
export function withoutLatex(text: string): string {
  if (!text.includes('\\') && !text.includes('{')) return text
  let plain = text
  for (const [pattern, replacement] of REPLACEMENTS) plain = plain.replaceAll(pattern, replacement)
  return plain
}
