import { useMemo } from 'preact/hooks'
import type { Timings } from '../../../../../schemas/generated/dashboard.ts'
import { barAxes } from '../../components/bar-look.ts'
import { Card } from '../../components/card.tsx'
import { Chart } from '../../components/chart.tsx'
import type { Colours } from '../../components/chart-theme.ts'
import { decimal, milliseconds, timeAxis } from '../../../format.ts'

/** A phase of a request. */
interface Phase {
  name: string
  /** Milliseconds after the request was made. */
  from: number
  ms: number
  colour: keyof Colours
}

/** The phases of a reply, one after the other: total_ms begins after queue and load. Pure. */
function phasesOf({ queueMs, loadMs, firstTokenMs, totalMs }: Timings): Phase[] {
  const parts: Omit<Phase, 'from'>[] = [
    { name: 'queue', ms: queueMs ?? 0, colour: 'control' },
    { name: 'load of the model', ms: loadMs ?? 0, colour: 'unjudged' },
    ...(firstTokenMs === null
      ? [{ name: 'whole reply', ms: totalMs, colour: 'accent' } as const]
      : [
          { name: 'first token', ms: firstTokenMs, colour: 'warn' } as const,
          { name: 'generation', ms: Math.max(0, totalMs - firstTokenMs), colour: 'accent' } as const,
        ]),
  ]
  let from = 0
  return parts.map((part) => {
    const phase = { ...part, from }
    from += part.ms
    return phase
  })
}

/** The timings of a reply as a waterfall. */
export function Waterfall({ timings }: { timings: Timings }) {
  const phases = useMemo(() => phasesOf(timings), [timings])
  const axis = useMemo(() => timeAxis(phases.reduce((sum, { ms }) => sum + ms, 0)), [phases])
  const option = useMemo(
    () => (colours: Colours) => ({
      tooltip: { trigger: 'item' as const },
      // A label in or beside its bar would not have room at the right end.
      ...barAxes(
        phases.map(({ name, ms }) => `${name}  ${milliseconds(ms)}`),
        axis.label,
      ),
      series: [
        {
          type: 'bar' as const,
          stack: 'time',
          silent: true,
          itemStyle: { color: 'transparent' },
          data: phases.map(({ from }) => from),
        },
        {
          type: 'bar' as const,
          stack: 'time',
          barMaxWidth: 20,
          data: phases.map(({ name, ms, colour }) => ({ name, value: ms, itemStyle: { color: colours[colour] } })),
        },
      ],
    }),
    [phases, axis],
  )
  return (
    <Card title="Timing">
      <Chart
        title="Timings"
        unit={`${axis.unit} after the request`}
        description={phases
          .map(({ name, from, ms }) => `${name}: ${decimal(ms, 1)} ms from ${decimal(from, 1)} ms`)
          .join('; ')}
        option={option}
        height={56 + 30 * phases.length}
        table={{
          columns: ['Phase', 'From (ms)', 'Duration (ms)'],
          rows: phases.map(({ name, from, ms }) => [name, Number(from.toFixed(1)), Number(ms.toFixed(1))]),
        }}
      />
      <p class="muted">
        {timings.queueMs === null && 'The log does not tell queue and load. '}
        {PROMPTS[timings.prompt]}
      </p>
    </Card>
  )
}

const PROMPTS: Readonly<Record<Timings['prompt'], string>> = {
  cold: 'Cold prompt: the server had less than 10 % of it in its cache.',
  warm: 'Warm prompt: the server had more than half of it in its cache, which shortens the time to the first token.',
  mixed: 'The server had a part of the prompt in its cache.',
  unknown: 'The server does not report its prompt cache, so the prompt may be cold or warm.',
}
