import { printable } from '../text/printable.ts'

/** A text in double quotes, on one line and printable, cut in the middle to about `limit` characters. */
export function excerpt(text: string, limit = 100): string {
  const whole = text.trim()
  if (whole.length <= limit) return `"${escaped(whole)}"`
  const tail = Math.floor(limit / 3)
  return `"${escaped(whole.slice(0, limit - tail))} … ${escaped(whole.slice(-tail))}"`
}

function escaped(text: string): string {
  return printable(text.replaceAll(/["\\]/g, String.raw`\$&`))
}
