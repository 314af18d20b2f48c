import type { Timings } from '../../schemas/generated/provenance.ts'
import { milliseconds } from '../../src/text/amounts.ts'
import { named, PLOT } from './bars.ts'
import type { Tone } from './palette.ts'
import { type Row, rounded } from './row.ts'

/** A phase of a request, in milliseconds. */
interface Stretch {
  name: string
  ms: number
  tone: Tone
}

/** The phases of a reply, one after the other. */
export function waterfallRows(timings: Timings): Row[] {
  const stretches = stretchesOf(timings)
  const whole = stretches.reduce((sum, { ms }) => sum + ms, 0)
  const scale = (PLOT.right - PLOT.left) / (whole || 1)
  let from = 0
  return stretches.map(({ name, ms, tone }) => {
    const x = PLOT.left + from * scale
    from += ms
    return {
      height: 20,
      draw: (top) =>
        `${named(name, milliseconds(ms), top)}<path d="M${PLOT.left} ${top}v20M${PLOT.right} ${top}v20" class="axis"/><rect x="${rounded(x)}" y="${top + 4}" width="${rounded(Math.max(1, ms * scale))}" height="12" rx="2" class="b-${tone}"/>`,
    }
  })
}

function stretchesOf({ queue_ms, load_ms, first_token_ms, total_ms }: Timings): Stretch[] {
  const all: Stretch[] = [
    { name: 'wait for a slot', ms: queue_ms, tone: 'muted' },
    { name: 'load of the model', ms: load_ms, tone: 'violet' },
    ...(first_token_ms === null
      ? [{ name: 'whole reply', ms: total_ms, tone: 'accent' } as const]
      : [
          { name: 'to the first token', ms: first_token_ms, tone: 'warn' } as const,
          { name: 'generation', ms: Math.max(0, total_ms - first_token_ms), tone: 'accent' } as const,
        ]),
  ]
  // A wait of 0 ms gets no row.
  return all.filter(({ name, ms }) => ms >= 1 || name === 'generation' || name === 'whole reply')
}
