import type { GoldenSide, PairedGolden, RunComparison } from '../../../../../schemas/generated/dashboard.ts'
import { goldenInAddress, hrefTo, hrefWith } from '../../address.ts'
import { Card } from '../../components/card.tsx'
import { SharedChanges } from '../../components/shared-changes.tsx'
import { Text } from '../../components/text.tsx'
import { milliseconds } from '../../../format.ts'
import { LISTS } from '../../../golden-list.ts'
import { reasonsText } from '../../../reasons-text.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'
import { WordDiff } from '../../components/word-diff.tsx'
import { goldenLists } from './golden-lists.ts'

/** Goldens that are shown at once. */
const MOST = 200

/** The goldens of both sides by how they changed; each opens with its replies side by side. */
export function PairedGoldens({ shared, goldens }: Pick<RunComparison, 'shared' | 'goldens'>) {
  const { address } = usePage()
  const lists = goldenLists(goldens)
  const asked = LISTS.find((name) => name === address.query.get('show'))
  const shown = asked ?? LISTS.find((name) => lists[name].length > 0) ?? 'regressed'
  const list = lists[shown]
  return (
    <Card title="Goldens" wide>
      <SharedChanges shared={shared} />
      <div class="segments" role="group" aria-label="Show goldens that">
        {LISTS.map((name) => (
          <button
            key={name}
            type="button"
            class={name === 'newly failing' ? 'regressed' : name}
            aria-pressed={name === shown}
            onClick={() => goTo(hrefWith(address, { show: name }))}
          >
            {lists[name].length} {name}
          </button>
        ))}
      </div>
      {list.length === 0 && <p class="muted">This list is empty.</p>}
      {list.slice(0, MOST).map((golden) => (
        <Golden key={goldenInAddress(golden)} golden={golden} />
      ))}
      {list.length > MOST && <p class="muted">and {list.length - MOST} more</p>}
    </Card>
  )
}

function Golden({ golden }: { golden: PairedGolden }) {
  const { set, id, trait, reasons, before, after, words, messages, misses } = golden
  const { address } = usePage()
  const key = goldenInAddress({ set, id })
  const isOpen = address.query.getAll('open').includes(key)
  const place = `${set}${trait === null ? '' : `, ${trait}`}`
  const text = reasons.length === 0 ? place : `${place}: ${reasonsText(reasons)}`
  return (
    <details
      class="golden"
      open={isOpen}
      onToggle={({ currentTarget: { open } }) => {
        if (open === isOpen) return
        // Back from an event, the golden is open.
        const others = address.query.getAll('open').filter((each) => each !== key)
        goTo(hrefWith(address, { open: open ? [...others, key] : others }), { replace: true })
      }}
    >
      <summary>
        <Text value={id} max={80} />{' '}
        <span class="muted">
          <Text value={text} max={300} />
        </span>
      </summary>
      <div class="two">
        <Reply title="Before" side={before} message={messages.before} miss={misses.before} />
        <Reply title="After" side={after} message={messages.after} miss={misses.after} />
      </div>
      {words.length > 0 && <WordDiff words={words} />}
    </details>
  )
}

function Reply({
  title,
  side,
  message,
  miss,
}: {
  title: string
  side: GoldenSide | null
  message: string | null
  miss: string | null
}) {
  const { address } = usePage()
  if (side === null)
    return (
      <div>
        <h3>{title}</h3>
        <p class="muted">no reply</p>
      </div>
    )
  const { source, model, judged, passed, latencyMs, origin, reply } = side
  return (
    <div>
      <h3>
        {title}
        {message !== null && (
          <>
            {' '}
            <a href={hrefTo('event', { message }, address)}>open</a>
          </>
        )}
      </h3>
      <p class="muted">
        {judged === 0 ? 'not judged' : `${passed} of ${judged} passed`}, {milliseconds(latencyMs)} ({origin}),{' '}
        <Text value={`${source}, ${model}`} max={120} />
      </p>
      {miss !== null && (
        <p class="worse">
          Missed: <Text value={miss} lines max={1_000} />
        </p>
      )}
      <p class="reply">
        <Text value={reply} lines max={2_000} />
      </p>
    </div>
  )
}
