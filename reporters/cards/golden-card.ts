import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import type { Message } from '../../src/message.ts'
import { type Badge, titleRows } from './badge.ts'
import { type Condition, conditionRows } from './condition-rows.ts'
import { conversationRows } from './conversation-rows.ts'
import { excerpt } from './excerpt.ts'
import { drawCards } from './pages.ts'
import { replyRows } from './reply-rows.ts'
import { routeRows } from './route-rows.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { SMALL } from './text-width.ts'
import { timingRows } from './timing-rows.ts'

/** A reply, or the failure to get one, with its question and conditions. */
export interface GoldenCard {
  event: ResponseEvent | UnmeasuredEvent
  /** All messages that the model received, the question last. */
  conversation: readonly Message[]
  /** The conditions of the reply; empty: any reply meets them. */
  checks: readonly Condition[]
  /** Further notes, such as which repeats gave the same reply. */
  notes: readonly string[]
}

const BADGES: Record<GoldenCard['event']['verdict'], Badge> = {
  pass: { text: 'pass', kind: 'pass' },
  fail: { text: 'fail', kind: 'fail' },
  unjudged: { text: 'not judged', kind: 'open' },
  unmeasured: { text: 'not measured', kind: 'fail' },
}

const TITLE_MAX = 200

/** Draws a reply with its question, expectation, route and timings, as one image or several. Pure. */
export function goldenCard(card: GoldenCard): string[] {
  const { event, conversation, checks, notes } = card
  const name = event.golden?.id ?? 'reply'
  const title = excerpt(name, TITLE_MAX)
  return drawCards({
    title: `${BADGES[event.verdict].text}: ${title}`,
    head: [
      ...titleRows(BADGES[event.verdict], title),
      ...textRows(excerpt([...placeOf(event), ...notes].join(' · '), 2 * TITLE_MAX), { font: SMALL, tone: 'muted' }),
    ],
    rows: [
      ...conversationRows(conversation, event.question),
      ...(checks.length === 0 ? [] : [...label('Expected: the reply'), ...conditionRows(checks)]),
      ...replyRows(event),
      ...verdictRows(event, checks),
      ...routeRows(event),
      ...timingRows(event),
      gap(8),
      ...textRows(`Message ${event.msg_id} of run ${event.run_id} in the provenance log`, {
        font: SMALL,
        tone: 'muted',
      }),
    ],
  })
}

function placeOf({ golden, source, model, configuration, hypothesis }: GoldenCard['event']): string[] {
  return [
    ...(golden === undefined ? [] : [golden.set, golden.trait]),
    `${source} (${'answered' in model ? (model.answered ?? model.asked) : model.asked})`,
    ...(configuration === undefined ? [] : [`configuration ${configuration}`]),
    ...(hypothesis === undefined ? [] : [`hypothesis ${hypothesis}`]),
  ].filter((text) => text !== '')
}

/** Why the reply failed, where no condition shows it. */
function verdictRows(event: GoldenCard['event'], checks: readonly Condition[]): Row[] {
  if (event.verdict === 'unmeasured') return []
  if (event.verdict === 'unjudged')
    return [
      ...label('Verdict'),
      ...textRows('No assertion judged this reply. It does not count as passed.', { band: 'warn' }),
    ]
  if (event.verdict === 'pass' || event.why === undefined || checks.some(({ state }) => state === 'missed')) return []
  return [...label('Verdict'), ...textRows(excerpt(event.why, 2_000), { band: 'fail' })]
}
