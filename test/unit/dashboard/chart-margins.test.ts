import { afterEach, expect, test, vi } from 'vitest'

/** A module of the page by its name: a static import would bring the types of the DOM into all tests. */
const imported = async <T>(name: string) => (await import(`../../../src/dashboard/page/components/${name}.ts`)) as T

interface Chart {
  setOption(option: object): void
  renderToSVGString(): string
  dispose(): void
}

const { baseOption } = await imported<{ baseOption: (colours: object) => object }>('chart-theme')
const { init } = await imported<{ init: (element: null, theme: null, options: object) => Chart }>('echarts')

afterEach(() => {
  vi.unstubAllGlobals()
})

/** The width of a character of a label is about this. */
const CHARACTER = 6.7

/** The labels of a chart of this time that are not wholly within its width. */
function cutLabels(from: number, to: number, width: number): string[] {
  vi.stubGlobal('document', { documentElement: null })
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: () => 'sans-serif' }))
  const option = baseOption({})
  vi.unstubAllGlobals()
  const series = [{ type: 'line', data: [from, to].map((time) => [time, 0.5]) }]
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: 260 })
  chart.setOption({ ...option, series })
  const svg = chart.renderToSVGString()
  chart.dispose()
  const labels = [...svg.matchAll(/text-anchor="middle"[^>]*translate\(([\d.]+) [\d.]+\)"[^>]*>([^<]+)</g)]
  expect(labels.length).toBeGreaterThan(0)
  return labels.flatMap(([, x, text = '']) => {
    const half = (text.length * CHARACTER) / 2
    return Number(x) - half < 0 || Number(x) + half > width ? [text] : []
  })
}

test('no label of a time axis is cut at the edge of a narrow chart', () => {
  const start = Date.UTC(2026, 10, 29, 14, 6, 2)
  for (const length of [20_000, 3_600_000, 6 * 86_400_000])
    for (let step = 0; step < 25; step += 1) {
      const from = start + Math.round((step * length) / 25) + 173 * step
      expect(cutLabels(from, from + length, 296), `${from} ${length}`).toEqual([])
    }
})
