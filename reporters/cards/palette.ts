/** The meaning of a colour; as a class it paints text, with `b-` before it an area, with `l-` a line. */
export type Tone = 'text' | 'muted' | 'pass' | 'fail' | 'warn' | 'accent' | 'violet'

/** A background behind rows that belong together. */
export type Band = 'panel' | 'pass' | 'fail' | 'warn'

type Colours = Record<Tone | 'back' | 'edge' | 'onBadge' | `band-${Band}`, string>

const LIGHT: Colours = {
  back: '#ffffff',
  edge: '#d0d7de',
  onBadge: '#ffffff',
  text: '#1f2328',
  muted: '#59636e',
  pass: '#1a7f37',
  fail: '#cf222e',
  warn: '#8a5d00',
  accent: '#0969da',
  violet: '#8250df',
  'band-panel': '#f3f5f7',
  'band-pass': '#e3f7e8',
  'band-fail': '#ffebe9',
  'band-warn': '#fff5cc',
}

const DARK: Colours = {
  back: '#161b22',
  edge: '#3d444d',
  onBadge: '#0d1117',
  text: '#e6edf3',
  muted: '#9aa4af',
  pass: '#3fb950',
  fail: '#ff7b72',
  warn: '#e3b341',
  accent: '#58a6ff',
  violet: '#bc8cff',
  'band-panel': '#21262d',
  'band-pass': '#12301c',
  'band-fail': '#3c1618',
  'band-warn': '#33270a',
}

const TONES = ['text', 'muted', 'pass', 'fail', 'warn', 'accent', 'violet'] as const
const BANDS = ['panel', 'pass', 'fail', 'warn'] as const

const FONTS =
  'text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;white-space:pre}.s{font-size:12px}.h{font-size:15px;font-weight:600}.b{font-weight:600}.k{font-size:11px;font-weight:600}.mono{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}.e{text-anchor:end}.c{text-anchor:middle}line,path{fill:none}'

/** The style sheet of a card. An image in a page has the colour scheme of that page, and so do its rules. */
export const STYLE = `${FONTS}${rules(LIGHT)}@media(prefers-color-scheme:dark){${rules(DARK)}}`

function rules(colours: Colours): string {
  return [
    `.back{fill:${colours.back};stroke:${colours.edge}}`,
    `.track{fill:${colours.edge}}`,
    `.axis{stroke:${colours.edge}}`,
    `.on{fill:${colours.onBadge}}`,
    ...TONES.map((tone) => `.${tone},.b-${tone}{fill:${colours[tone]}}.l-${tone}{stroke:${colours[tone]}}`),
    ...BANDS.map((band) => `.band-${band}{fill:${colours[`band-${band}`]}}`),
  ].join('')
}
