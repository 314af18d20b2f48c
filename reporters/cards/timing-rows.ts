import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { counted } from '../../src/text/counted.ts'
import { cachedShareOf, cacheState } from '../../src/verdicts/prompt-cache.ts'
import { milliseconds, percent } from '../../src/text/amounts.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { SMALL } from './text-width.ts'
import { waterfallRows } from './waterfall.ts'

/** The timings, the decoding speed and the prompt cache state. Empty without a reply. */
export function timingRows(event: ResponseEvent | UnmeasuredEvent): Row[] {
  if (event.verdict === 'unmeasured') return []
  const { timings, origin, recorded_at } = event
  const replayed = recorded_at === undefined ? 'replayed' : `replayed, recorded ${recorded_at.slice(0, 10)}`
  const waited = timings.queue_ms + timings.load_ms >= 1 ? ' without wait and load' : ''
  return [
    ...label(`Timings: ${milliseconds(timings.total_ms)}${waited}, ${origin === 'measured' ? 'measured' : replayed}`),
    ...waterfallRows(timings),
    gap(4),
    ...textRows(factsOf(event).join(' · '), { font: SMALL, tone: 'muted' }),
  ]
}

function factsOf({ timings, tokens, tries }: ResponseEvent): string[] {
  const speed = timings.tokens_per_second
  const share = cachedShareOf(tokens)
  return [
    ...(tokens.prompt === null ? [] : [`prompt ${counted(tokens.prompt, 'token')}`]),
    share === null
      ? 'prompt cache: not known'
      : `prompt cache: ${cacheState(share)}, ${percent(Math.round(share * 1_000) / 1_000)} from the cache`,
    ...(tokens.completion === null ? [] : [`reply ${counted(tokens.completion, 'token')}`]),
    ...(speed === null ? [] : [`${speed.toFixed(1)} tokens/s`]),
    ...(tries > 1 ? [`${tries} tries`] : []),
  ]
}
