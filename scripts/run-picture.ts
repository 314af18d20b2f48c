// Draws docs/images/run.svg: the first line and the last set of the run that the README shows, as a terminal prints them.
// `--check` writes nothing and fails when the picture is not up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const picture = join(root, 'docs/images/run.svg')
const LINE = 20
const CHARACTER = 8.4
const MARGIN = 20
/** Rows of the window's title bar, in pixels. */
const BAR = 32

const captured =
  /<!-- capture:goldens -->\s+```text\n([^]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? ''
const [first = '', ...sets] = captured.trimEnd().split('\n\n')
const lines = ['$ npx vitest run goldens', '', ...first.split('\n'), '', ...(sets.at(-1) ?? '').split('\n')]
const svg = drawn(lines)

if (process.argv.includes('--check')) {
  if (readFileSync(picture, 'utf8') !== svg) {
    console.error('docs/images/run.svg is not what the README shows. Run `npm run generate` and commit the result.')
    process.exitCode = 1
  }
} else writeFileSync(picture, svg)

function drawn(rows: readonly string[]): string {
  const width = Math.ceil(Math.max(...rows.map((row) => row.length)) * CHARACTER) + 2 * MARGIN
  const height = BAR + rows.length * LINE + MARGIN
  const dots = ['#ff5f57', '#febc2e', '#28c840']
    .map((colour, index) => `<circle cx="${MARGIN + index * 18}" cy="16" r="5" fill="${colour}"/>`)
    .join('')
  const text = rows.map((row, index) => `  <text y="${BAR + LINE * (index + 0.75)}">${spans(row)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
  <title id="title">The summary of a run of goldens in a terminal</title>
  <rect width="${width}" height="${height}" rx="8" fill="#161b22"/>
  ${dots}
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#c9d1d9" xml:space="preserve" transform="translate(${MARGIN} 0)">
${text.join('\n')}
  </g>
</svg>
`
}

/** A row in the colours of a terminal: the label dim, verdicts green, yellow or red. Each word keeps its column. */
function spans(row: string): string {
  return [...row.matchAll(/\S+(?: \S+)*/g)]
    .flatMap(({ 0: part, index }) => words(part, index, row))
    .map(({ text, at, colour }) => `<tspan x="${(at * CHARACTER).toFixed(1)}"${colour}>${escaped(text)}</tspan>`)
    .join('')
}

function words(part: string, start: number, row: string): { text: string; at: number; colour: string }[] {
  const isLabel = /^ \w/.test(row) && start === 1
  if (isLabel) return [{ text: part, at: start, colour: fill('#8b949e') }]
  const verdict = /\b(?:PASS|FAIL|pass(?! rate)|fail|inconclusive|met|not met)\b/g
  const found: { text: string; at: number; colour: string }[] = []
  let end = 0
  for (const match of part.matchAll(verdict)) {
    if (match.index > end) found.push({ text: part.slice(end, match.index), at: start + end, colour: '' })
    found.push({ text: match[0], at: start + match.index, colour: fill(colourOf(match[0])) })
    end = match.index + match[0].length
  }
  if (end < part.length) found.push({ text: part.slice(end), at: start + end, colour: '' })
  return found
}

function colourOf(verdict: string): string {
  if (/^(?:pass|met)$/i.test(verdict)) return '#3fb950'
  return verdict === 'inconclusive' ? '#d29922' : '#f85149'
}

function fill(colour: string): string {
  return ` fill="${colour}"`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
