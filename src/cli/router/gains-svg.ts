import type { BoundaryValue } from '../../router/evaluation/evaluate.ts'
import { reachOf, refusedIn } from './evaluation-text.ts'

const [WIDTH, HEIGHT, LEFT, TOP, ROW] = [640, 260, 80, 40, 38]

/** Draws the gains of the boundaries over 0.5 with their intervals as SVG. */
export function gainsSvg(boundaries: readonly BoundaryValue[]): string {
  const reach = reachOf(boundaries.filter(({ refused }) => refused === null))
  const x = (value: number) => LEFT + ((value + reach) / (2 * reach)) * (WIDTH - LEFT - 30)
  const rows = boundaries.map((each, index) => {
    const { boundary, gain } = each
    const refused = refusedIn(each)
    const y = TOP + index * ROW
    const label = `<text x="${LEFT - 14}" y="${y + 5}" text-anchor="end">${boundary.toFixed(2)}</text>`
    if (refused !== null)
      return `${label}<text x="${x(0)}" y="${y + 5}" text-anchor="middle" fill="#5f6b7a" font-size="12">${refused}</text>`
    return `${label}<line x1="${x(gain.lower)}" x2="${x(gain.upper)}" y1="${y}" y2="${y}" stroke="#0b6e99" stroke-width="3"/><circle cx="${x(gain.value)}" cy="${y}" r="5" fill="#0b6e99"/>`
  })
  const scale = [-reach, 0, reach]
    .map(
      (value) =>
        `<text x="${x(value)}" y="${HEIGHT - 12}" text-anchor="middle" fill="#5f6b7a" font-size="12">${value.toFixed(3)}</text>`,
    )
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="14"><title>Gain in utility over a boundary of 0.5, with 95 % intervals</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/><line x1="${x(0)}" x2="${x(0)}" y1="20" y2="${HEIGHT - 30}" stroke="#ccd3da"/>${rows.join('')}${scale}</svg>\n`
}
