import { useMemo } from 'preact/hooks'
import type { Hypothesis } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Badge } from '../../components/badge.tsx'
import { EventsLink } from '../../components/events-link.tsx'
import { Text } from '../../components/text.tsx'
import { type Limit, TimeChart, type TimeSeries } from '../../components/time-chart.tsx'
import { dateTime, decimal, percent, probability } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { limitsOf } from './forest-plot.tsx'
import { intervalText } from './interval.ts'
import { OUTCOME_SIGNS } from './outcome.ts'

/** One hypothesis: its claim in words, the last outcome with its evidence, the history, and changes of its declaration. */
export function HypothesisCard({ hypothesis }: { hypothesis: Hypothesis }) {
  const { id, claim, outcome, outcomeAlone, reason, needed, must, time, run, changes } = hypothesis
  return (
    <section class="card" aria-label={id} data-hypothesis={id} tabIndex={-1}>
      <h2>
        <span>
          <Text value={id} max={60} /> <Badge value={outcome} />
          {must && <span class="muted"> must hold</span>}
        </span>
        <span class="aside">
          {dateTime(time)} <EventsLink query={{ hypothesis: id, run }}>its replies</EventsLink>
        </span>
      </h2>
      <p>
        <Text value={claim} max={1_000} />
      </p>
      <Evidence hypothesis={hypothesis} />
      {outcomeAlone !== null && outcomeAlone !== outcome && (
        <p class="muted">
          Alone it would be {outcomeAlone.replace('_', ' ')}; with the other hypotheses of the run it is{' '}
          {outcome.replace('_', ' ')}.
        </p>
      )}
      {reason !== null && (
        <p>
          <Text value={reason} max={500} />
        </p>
      )}
      {needed !== null && (
        <p>
          <Text value={needed.replace(/\d{4,}/g, (digits) => decimal(Number(digits)))} max={300} />
        </p>
      )}
      <History hypothesis={hypothesis} />
      {changes.map(({ time: at, fields }) => (
        <p key={at} class="worse">
          The declaration changed at {dateTime(at)}:{' '}
          <Text
            value={fields
              .map(({ field, before, after }) => `${field} ${before ?? 'not set'} → ${after ?? 'not set'}`)
              .join(', ')}
            max={600}
          />
        </p>
      ))}
      <Replies hypothesis={hypothesis} />
    </section>
  )
}

function Evidence({
  hypothesis: { effect, interval, p, pAdjusted, n, repeats, basis, method, alpha },
}: {
  hypothesis: Hypothesis
}) {
  if (effect === null) return <p class="muted">It was not measured.</p>
  const facts: readonly [string, string | null][] = [
    ['Effect', `${effect.name} ${decimal(effect.value, 3)}`],
    ['Claimed', `${effect.claimed} ${decimal(effect.minimum, 3)}`],
    interval === null ? ['Interval', null] : [`${percent(interval.confidence)} interval`, intervalText(interval)],
    ['p', `${probability(p)} (adjusted ${probability(pAdjusted)})`],
    ['alpha', decimal(alpha, 4)],
    ['n', `${decimal(n)}${repeats !== null && repeats > 1 ? ` × ${repeats}` : ''}`],
    ['Replies', basis],
    ['Method', method],
  ]
  return (
    <dl class="evidence">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Text value={value} max={300} />
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** The outcomes in order of time, the newest last. */
function History({ hypothesis: { id, history } }: { hypothesis: Hypothesis }) {
  const { address } = usePage()
  return (
    <>
      <h3>
        Outcomes, the newest last <small>(+ supported, − not supported, ? inconclusive, 0 not measured)</small>
      </h3>
      <ol class="history" aria-label={`Outcomes of ${id}`}>
        {history.slice(-60).map(({ time, run, outcome, effect, n }) => (
          <li key={`${time} ${run}`}>
            <a
              class={`outcome ${outcome}`}
              href={hrefTo('events', { hypothesis: id, run }, address)}
              title={`${dateTime(time)}: ${outcome.replace('_', ' ')}, effect ${decimal(effect, 3)}, n ${decimal(n)}`}
            >
              {OUTCOME_SIGNS[outcome]}
            </a>
          </li>
        ))}
      </ol>
    </>
  )
}

function Replies({ hypothesis: { id, history, replies, effect } }: { hypothesis: Hypothesis }) {
  const quality = useMemo(
    () =>
      [...Map.groupBy(replies, ({ value }) => value ?? 'unknown')].map(([source, points]): TimeSeries => ({
        name: source,
        colour: source === 'main_model' ? 'main_model' : 'embedder',
        points: points.map(({ time, passRate }) => ({ time, value: passRate })),
      })),
    [replies],
  )
  const effects = useMemo(
    (): TimeSeries[] => [
      { name: 'effect', colour: 'accent', points: history.map((each) => ({ time: each.time, value: each.effect })) },
    ],
    [history],
  )
  const limits = useMemo(
    (): Limit[] => (effect === null ? [] : limitsOf(effect).map((value) => ({ value, name: 'claimed' }))),
    [effect],
  )
  const known = replies.filter(({ passRate }) => passRate !== null)
  const hasQuality = new Set(known.map(({ time }) => time)).size > 1
  const hasEffects = history.length > 1 && effect !== null
  if (!hasQuality && !hasEffects) return null
  return (
    <div class="grid">
      {hasEffects && (
        <TimeChart
          title={`${id}: effect`}
          unit={effect.name}
          series={effects}
          limits={limits}
          format={threeDecimals}
          height={150}
        />
      )}
      {hasQuality && (
        <TimeChart
          title={`${id}: pass rate`}
          unit={quality.length === 1 ? `of judged replies, ${quality[0]?.name}` : 'of judged replies'}
          series={quality}
          format={percent}
          max={1}
          height={150}
        />
      )}
    </div>
  )
}

function threeDecimals(value: number | null): string {
  return decimal(value, 3)
}
