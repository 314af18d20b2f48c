import { styleText } from 'node:util'
import type { AskedRoute, AskReport } from '../../../schemas/generated/ask.ts'
import { isBlank } from '../../text/blank.ts'
import { printable } from '../../text/printable.ts'
import { wrapped } from '../../text/wrapped.ts'
import { milliseconds } from '../../text/amounts.ts'

const LABELS = 9

/** Where a question goes, and the parts of its weight, the largest first. */
export function routeText(
  { source, routed, weight, parts, bucket, boundary, reason }: AskedRoute,
  columns: number,
): string {
  const sorted = Object.entries(parts).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const signed = ([name, part]: [string, number]) => `${name} ${part < 0 ? '-' : '+'}${Math.abs(part).toFixed(3)}`
  const given = source === routed ? '' : ` (as asked for; the router would take ${routed})`
  return [
    row('route', `${styleText('bold', source)}${given}`, columns),
    row(
      '',
      `weight ${weight.toFixed(3)}, boundary ${boundary} (${bucket}): ${printable(reason, { max: 300 })}`,
      columns,
    ),
    ...(sorted.length === 0 ? [] : [row('parts', sorted.map(signed).join(', '), columns)]),
  ].join('\n')
}

/** The reply with its times, or why it is missing. The reply keeps its line breaks; other control characters are escaped. */
export function resultText(result: AskReport['result'], columns: number): string {
  if (result.kind === 'failure') {
    return [
      row('failed', styleText('red', `${result.cause}: ${printable(result.evidence, { max: 600 })}`), columns),
      row('', `-> ${printable(result.remedy, { max: 600 })}`, columns),
    ].join('\n')
  }
  const { text, model, finish, timings, tokens } = result
  const { queueMs, loadMs, firstTokenMs, totalMs, tokensPerSecond } = timings
  const times = [
    `total ${milliseconds(totalMs)}`,
    ...(firstTokenMs === null ? [] : [`first token ${milliseconds(firstTokenMs)}`]),
    ...(loadMs > 0 ? [`load ${milliseconds(loadMs)}`] : []),
    ...(queueMs > 0 ? [`queue ${milliseconds(queueMs)}`] : []),
    ...(tokensPerSecond === null ? [] : [`${Math.round(tokensPerSecond * 10) / 10} tokens/s`]),
  ]
  const known = (count: number | null) => (count === null ? 'not told' : String(count))
  return [
    row('model', printable(model, { max: 200 }), columns),
    row('times', times.join(', '), columns),
    row('tokens', `prompt ${known(tokens.prompt)}, reply ${known(tokens.completion)}; finish: ${finish}`, columns),
    '',
    isBlank(text) ? styleText('yellow', '(the reply is empty)') : printable(text, { newlines: true }),
  ].join('\n')
}

function row(label: string, text: string, columns: number): string {
  return wrapped(text, { label, indent: LABELS, columns })
}
