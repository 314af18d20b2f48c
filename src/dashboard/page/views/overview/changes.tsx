import { useState } from 'preact/hooks'
import type { GoldenRef, Overview } from '../../../../../schemas/generated/dashboard.ts'
import { hrefTo } from '../../address.ts'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Text } from '../../components/text.tsx'
import { usePage } from '../../page-context.ts'

const LISTS = ['regressed', 'improved', 'unchanged', 'unpaired'] as const

/** The last run against the one before, paired by golden. */
export function Changes({ changes }: { changes: Overview['changes'] }) {
  const { address } = usePage()
  const [open, setOpen] = useState<(typeof LISTS)[number]>('regressed')
  if ('reason' in changes)
    return (
      <Card title="Last run against the one before" wide>
        <Empty reason={changes.reason} next={changes.next} />
      </Card>
    )
  const { before, after } = changes
  const compare = hrefTo('comparison', { before: `run:${before.run}`, after: `run:${after.run}` }, address)
  return (
    <Card title="Last run against the one before" wide aside={<a href={compare}>Compare in full</a>}>
      <div class="segments" role="group" aria-label="Goldens">
        {LISTS.map((list) => (
          <button key={list} type="button" class={list} aria-pressed={list === open} onClick={() => setOpen(list)}>
            {changes[list].length} {list}
          </button>
        ))}
      </div>
      <Goldens list={changes[open]} run={after.run} />
    </Card>
  )
}

function Goldens({ list, run }: { list: readonly GoldenRef[]; run: string }) {
  const { address } = usePage()
  if (list.length === 0) return <p class="muted">No golden.</p>
  return (
    <ul class="goldens">
      {list.map(({ set, id, trait, reason, message }) => (
        <li key={`${set}/${id}`}>
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
            <Text value={`${set}, ${trait}: ${reason}`} max={200} />
          </span>
        </li>
      ))}
    </ul>
  )
}
