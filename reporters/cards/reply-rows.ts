import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { excerpt } from './excerpt.ts'
import { gap, label, type Row, textRows } from './row.ts'
import { MONO } from './text-width.ts'

const REPLY_MAX = 20_000
const REASONING_MAX = 8_000
const FAILURE_MAX = 4_000

/** The reply, or the reason why it is missing. */
export function replyRows(event: ResponseEvent | UnmeasuredEvent): Row[] {
  if (event.verdict === 'unmeasured') return failureRows(event)
  const { reply, reply_cut, reasoning, finish, verdict } = event
  const band = verdict === 'fail' ? 'fail' : 'panel'
  const ended = finish === 'stop' || finish === 'unknown' ? '' : `, ended by ${finish.replace('_', ' ')}`
  const isEmpty = reply.trim() === ''
  return [
    ...label(`${verdict === 'fail' ? 'Received' : 'Reply'}${ended}`),
    gap(4, band),
    ...(isEmpty
      ? textRows('(empty)', { band, tone: 'muted' })
      : textRows(excerpt(reply, REPLY_MAX, reply_cut), { band, font: MONO })),
    gap(4, band),
    ...(reasoning === undefined || reasoning.trim() === ''
      ? []
      : [...label('Reasoning'), ...textRows(excerpt(reasoning, REASONING_MAX), { font: MONO, tone: 'muted' })]),
  ]
}

function failureRows({ failure, tries }: UnmeasuredEvent): Row[] {
  const after = tries > 1 ? `, after ${tries} tries` : ''
  return [
    ...label('No reply'),
    ...textRows(`${failure.cause.replaceAll('_', ' ')}${after}`, { band: 'fail' }),
    ...textRows(excerpt(failure.evidence, FAILURE_MAX), { band: 'fail', font: MONO }),
    ...label('Remedy'),
    ...textRows(excerpt(failure.remedy, FAILURE_MAX)),
  ]
}
