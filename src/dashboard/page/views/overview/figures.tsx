import type { Overview } from '../../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../../text/counted.ts'
import { Figure, Figures } from '../../components/card.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { decimal, milliseconds, percent } from '../../../format.ts'
import { countedBy } from '../../filter.ts'
import { usePage } from '../../page-context.ts'
import { originsOf, passedText } from '../../../figure-notes.ts'
import { windowName } from '../../time-window.ts'

/** The figures of the time window. */
export function OverviewFigures({ figures }: Pick<Overview, 'figures'>) {
  const { address, source } = usePage()
  const time = windowName(address.query, source.usualWindow).toLowerCase()
  return (
    <Figures>
      <Figure name="Pass rate" value={percent(figures.passRate)} note={`${passedText(figures)}, ${time}`} />
      <Figure name="Latency, p50" value={milliseconds(figures.p50Ms)} note={originsOf(figures)} />
      <Figure name="Latency, p95" value={milliseconds(figures.p95Ms)} note={originsOf(figures)} />
      <Figure name="First token" value={milliseconds(figures.firstTokenMs)} note="median" />
      <Figure name="Speed" value={decimal(figures.tokensPerSecond, 1)} note="tokens/s, median" />
      <Figure name="Replies" value={decimal(figures.replies)} note={<Counts figures={figures} />} />
    </Figures>
  )
}

function Counts({ figures: { fail, unjudged, unmeasured } }: Pick<Overview, 'figures'>) {
  const { address } = usePage()
  return (
    <>
      {fail === 0 ? '0 failed' : <EventsLink query={countedBy(address, 'fail')}>{decimal(fail)} failed</EventsLink>},{' '}
      {decimal(unjudged)} unjudged
      {unmeasured > 0 && (
        <>
          ; not among them:{' '}
          <EventsLink query={countedBy(address, 'unmeasured')}>
            {counted(unmeasured, 'question')} without a reply
          </EventsLink>
        </>
      )}
    </>
  )
}
