import type { Trial } from '../../router/simulation/run.ts'

/** Trials of one policy in one world. */
export interface PlottedTrials {
  world: string
  description: string
  policy: string
  trials: readonly Trial[]
}

const [WIDTH, ROW, LEFT, TOP, PLOT] = [760, 120, 150, 40, 90]
const COLOURS: Record<string, string> = { evidence: '#0b6e99', threshold: '#b5542b' }
const [LOWEST, HIGHEST] = [0.41, 0.59]

/** Draws the paths of all boundaries as SVG, with a panel per world. */
export function pathsSvg(results: readonly PlottedTrials[], messages: number): string {
  const worlds = [...Map.groupBy(results, ({ world }) => world)]
  const height = TOP + worlds.length * ROW + 30
  const x = (message: number) => LEFT + ((WIDTH - LEFT - 20) * message) / messages
  const panels = worlds.map(([world, drawn], index) => {
    const top = TOP + index * ROW
    const y = (boundary: number) => top + PLOT - (PLOT * (boundary - LOWEST)) / (HIGHEST - LOWEST)
    const rules = [0.42, 0.5, 0.58].map(
      (boundary) =>
        `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(boundary)}" y2="${y(boundary)}" stroke="#ccd3da"/><text x="${LEFT - 8}" y="${y(boundary) + 4}" text-anchor="end" fill="#5f6b7a" font-size="11">${boundary}</text>`,
    )
    const paths = drawn.flatMap(({ policy, trials }) =>
      trials.map(
        ({ path }) =>
          `<path d="${stairs(path, messages, x, y)}" fill="none" stroke="${COLOURS[policy] ?? '#333'}" stroke-opacity="0.7" stroke-width="1.5"/>`,
      ),
    )
    return `<text x="12" y="${top + 20}" font-weight="bold">${escaped(world)}</text><title>${escaped(drawn[0]?.description ?? '')}</title>${rules.join('')}${paths.join('')}`
  })
  const legend = Object.entries(COLOURS)
    .map(([policy, colour], index) => `<text x="${LEFT + index * 110}" y="22" fill="${colour}">${policy}</text>`)
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="14"><rect width="${WIDTH}" height="${height}" fill="#fff"/>${legend}${panels.map((panel) => `<g>${panel}</g>`).join('')}<text x="${LEFT}" y="${height - 10}" fill="#5f6b7a" font-size="11">0 to ${messages} messages</text></svg>\n`
}

function stairs(
  path: Trial['path'],
  messages: number,
  x: (message: number) => number,
  y: (boundary: number) => number,
): string {
  const [first] = path
  if (first === undefined) return ''
  const steps = path.slice(1).map(({ message, boundary }) => `H${x(message).toFixed(1)}V${y(boundary).toFixed(1)}`)
  return `M${x(first.message).toFixed(1)} ${y(first.boundary).toFixed(1)}${steps.join('')}H${x(messages).toFixed(1)}`
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`)
}
