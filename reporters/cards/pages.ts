import { STYLE } from './palette.ts'
import { type Row, rounded, WIDTH } from './row.ts'
import { escapeXml } from './xml.ts'

/** A card is at most this large, in bytes of UTF-8. */
export const CARD_BYTES = 20_000

const PAD = 16
/** For the frame around the rows: its elements, and their coordinates. */
const FRAME_BYTES = 500

/** What a card shows. */
export interface CardContent {
  /** For screen readers, and shown when the pointer rests on an opened card. */
  title: string
  /** Repeated at the top of each further card. */
  head: readonly Row[]
  rows: readonly Row[]
}

/**
 * Rows as SVG images, each at most {@link CARD_BYTES}: rows that do not fit continue on the next. A single row must fit.
 */
export function drawCards({ title, head, rows }: CardContent): string[] {
  const budget = CARD_BYTES - FRAME_BYTES - bytesOf(STYLE) - bytesOf(escapeXml(title)) - bytesOfRows(head)
  const pages: Row[][] = [[]]
  let used = 0
  for (const row of rows) {
    const bytes = bytesOfRows([row])
    if (used + bytes > budget && used > 0) {
      pages.push([])
      used = 0
    }
    pages.at(-1)?.push(row)
    used += bytes
  }
  return pages.map((page, index) =>
    drawPage(pages.length === 1 ? title : `${title} (${index + 1} of ${pages.length})`, [...head, ...page]),
  )
}

function drawPage(title: string, rows: readonly Row[]): string {
  const height = rows.reduce((sum, row) => sum + row.height, 0) + 2 * PAD
  const drawn: string[] = []
  let top = PAD
  for (const row of rows) {
    drawn.push(row.draw(top))
    top += row.height
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${rounded(height)}" viewBox="0 0 ${WIDTH} ${rounded(height)}" role="img" xml:space="preserve"><title>${escapeXml(title)}</title><style>${STYLE}</style><rect x=".5" y=".5" width="${WIDTH - 1}" height="${rounded(height - 1)}" rx="8" class="back"/>${bands(rows)}${drawn.join('')}</svg>`
}

/** The backgrounds of adjoining rows of the same band, as one area each. */
function bands(rows: readonly Row[]): string {
  const areas: { band: string; top: number; height: number }[] = []
  let top = PAD
  let before: string | undefined
  for (const { band, height } of rows) {
    const last = areas.at(-1)
    if (band !== undefined && band === before && last !== undefined) last.height += height
    else if (band !== undefined) areas.push({ band, top, height })
    before = band
    top += height
  }
  return areas
    .map(
      (area) =>
        `<rect x="20" y="${rounded(area.top)}" width="${WIDTH - 40}" height="${rounded(area.height)}" rx="4" class="band-${area.band}"/>`,
    )
    .join('')
}

function bytesOfRows(rows: readonly Row[]): number {
  // A band may begin and end with any of its rows.
  return rows.reduce((sum, row) => sum + bytesOf(row.draw(99_999)) + (row.band === undefined ? 0 : 80), 0)
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}
