import type { GoldenRef, Overview } from '../../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../../text/counted.ts'
import { goldenInAddress, hrefTo, hrefWith } from '../../address.ts'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Notes } from '../../components/notes.tsx'
import { SharedChanges } from '../../components/shared-changes.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime } from '../../../format.ts'
import { type ListName, LISTS } from '../../../golden-list.ts'
import { usePage } from '../../page-context.ts'
import { goTo } from '../../use-address.ts'

/** The last run against the one before, paired by golden. */
export function Changes({ changes }: { changes: Overview['changes'] }) {
  const { address } = usePage()
  const title = `${address.query.has('run') ? 'This' : 'Last'} run against the one before`
  if ('reason' in changes)
    return (
      <Card title={title} wide>
        <Empty reason={changes.reason} next={changes.next} isOfWindow />
      </Card>
    )
  const { before, after, regressed, improved, unchanged, unpaired } = changes
  const goldens = [...regressed, ...improved, ...unchanged, ...unpaired]
  const of = (list: ListName) => goldens.filter((golden) => golden.list === list)
  const asked = LISTS.find((list) => list === address.query.get('show'))
  // A list of all goldens says little where each is as before.
  const shown = asked ?? LISTS.find((list) => list !== 'changed' && list !== 'unchanged' && of(list).length > 0) ?? null
  const paired = goldens.length - unpaired.length
  const compare = hrefTo('comparison', { before: `run:${before.run}`, after: `run:${after.run}` }, address)
  return (
    <Card title={title} wide aside={<a href={compare}>Compare in full</a>}>
      <p class="muted">
        The run of {dateTime(after.last)} against that of {dateTime(before.last)}; {pairedText(paired)}.
      </p>
      <SharedChanges shared={changes.shared} />
      <Notes notes={changes.notes} />
      <div class="segments" role="group" aria-label="Goldens">
        {LISTS.map((list) => (
          <button
            key={list}
            type="button"
            class={list === 'newly failing' ? 'regressed' : list}
            aria-pressed={list === shown}
            onClick={() => goTo(hrefWith(address, { show: list }))}
          >
            {of(list).length} {list}
          </button>
        ))}
      </div>
      {shown === null ? (
        <p class="muted">
          No golden regressed or improved
          {after.status === 'fail' && before.status === 'fail' ? ' since the run before, which failed too' : ''}.
        </p>
      ) : (
        <Goldens list={of(shown)} run={after.run} />
      )}
    </Card>
  )
}

function Goldens({ list, run }: { list: readonly GoldenRef[]; run: string }) {
  const { address } = usePage()
  if (list.length === 0) return <p class="muted">This list is empty.</p>
  return (
    <ul class="goldens">
      {list.map(({ set, id, trait, reason, message }) => (
        <li key={goldenInAddress({ set, id })}>
          <a
            href={
              message === null
                ? hrefTo('events', { set, golden: id, run }, address)
                : hrefTo('event', { message }, address)
            }
          >
            <Text value={id} max={80} />
          </a>{' '}
          <span class="muted">
            <Text value={`${set}, ${trait}${reason === '' ? '' : `: ${reason}`}`} max={300} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function pairedText(goldens: number): string {
  return `${counted(goldens, 'golden')} ${goldens === 1 ? 'is' : 'are'} paired`
}
