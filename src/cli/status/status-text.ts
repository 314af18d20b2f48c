import { sep } from 'node:path'
import { styleText } from 'node:util'
import type { NotKnown, StatusReport } from '../../../schemas/generated/status.ts'
import { columns as table } from '../columns.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { size } from '../../text/size.ts'
import { textWidth } from '../../text/text-width.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { wrapped } from '../../text/wrapped.ts'
import { ONE_MODEL, TWO_MODELS } from '../../doctor/one-model.ts'
import { healthText } from '../../verdicts/health/describe-health.ts'
import type { HealthSign } from '../../verdicts/health/judge-health.ts'
import { milliseconds, percent } from '../../text/amounts.ts'

const RUN_ALL = 'run all goldens: npx vitest run goldens'

const LABELS = 12

/** Hypotheses and sets that are shown. */
const SHOWN = 8

/** How to print a status. */
interface StatusOptions {
  columns: number
  /** Paths are relative to this folder. */
  root: string
  /** One model has both roles, see `isOneModel`. */
  oneModel: boolean
}

/** A status as text of at most `columns`, one screen. Control characters are escaped. */
export function statusText(status: StatusReport, { columns, root, oneModel }: StatusOptions): string {
  const rows: [label: string, texts: string[]][] = [
    ['backend', backendLines(status)],
    ['models', modelLines(status, oneModel)],
    ['last run', lastRunLines(status)],
    ['objectives', objectiveLines(status)],
    ['router', routerLines(status)],
    ['hypotheses', hypothesisLines(status)],
    ['log', logLines(status)],
    ['health', healthLines(status, columns - LABELS)],
    ['', verdictLines(status)],
  ]
  return rows
    .flatMap(([label, texts]) =>
      texts.map((text, index) => {
        const line = text.replaceAll(`${root}${sep}`, '')
        const first = index === 0 ? label : ''
        // A line of a table keeps the blanks that it begins with.
        return textWidth(line) <= columns - LABELS
          ? first.padEnd(LABELS) + line
          : wrapped(line, { label: first, indent: LABELS, columns })
      }),
    )
    .join('\n')
}

const safe = (text: string) => printable(text, { max: 300 })

function missing({ reason, next, state }: NotKnown): string[] {
  return [styleText(state === 'unreadable' ? 'red' : 'yellow', safe(reason)), `-> ${safe(next)}`]
}

function backendLines({ backend: { setting, origin, answers, detail, next } }: StatusReport): string[] {
  const answer = answers === null ? styleText('yellow', 'nothing can answer') : answers
  return [`${answer} (${setting}, ${safe(origin)}): ${safe(detail)}`, ...(next === null ? [] : [`-> ${safe(next)}`])]
}

function modelLines({ models }: StatusReport, oneModel: boolean): string[] {
  const lines = Object.entries(models).map(([source, { id, state, origin }]) => {
    return id === null ? `${source} not set` : `${source} ${safe(id)} (${state}; ${safe(origin)})`
  })
  return oneModel ? [...lines, styleText('yellow', ONE_MODEL), `-> name two models: ${TWO_MODELS}`] : lines
}

function lastRunLines({ lastRun, ts }: StatusReport): string[] {
  if (lastRun.state !== 'known') return missing(lastRun)
  const { status, backend, failures, sets, newer } = lastRun
  const head = `${coloured(status, status.toUpperCase())}  ${age(lastRun.ts, ts)}${backend === null ? ', an older report' : `, ${backend}`}`
  return [
    head,
    ...some(failures).map((reason) => styleText('red', safe(reason))),
    ...more(failures),
    ...(lastRun.stale ? [styleText('yellow', 'older than 7 days'), '-> run the goldens: npx vitest run goldens'] : []),
    ...(backend === 'none' ? [styleText('red', 'no golden was asked'), '-> find the cause: npx aios doctor'] : []),
    ...some(sets).map(({ set, ran, total, passed, failed, unmeasured, unjudged }) =>
      [
        `${safe(set)}: ${passed}/${ran} pass`,
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(unmeasured > 0 ? [`${unmeasured} could not be measured`] : []),
        ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
        ...(ran < total ? [`only ${ran} of ${total} ran`] : []),
      ].join(', '),
    ),
    ...more(sets),
    ...(sets.some(({ ran, total }) => ran < total) ? [`-> ${RUN_ALL}`] : []),
    ...(newer === null ? [] : [styleText('yellow', `a newer run is in the log: ${safe(newer)}`)]),
  ]
}

function objectiveLines({ objectives, lastRun, ts }: StatusReport): string[] {
  if (objectives.state !== 'judged')
    // The objectives are those of the last run.
    return lastRun.state !== 'known' ? [styleText('yellow', 'the last run is not known')] : missing(objectives)
  const { verdict, from, sets, notes, stale } = objectives
  const word = { pass: 'met', fail: 'violated', inconclusive: 'cannot tell' }[verdict]
  const names = new Set(sets.flatMap((set) => set.objectives.map((text) => text.replace(/ .*/s, ''))))
  const isOf = lastRun.state === 'known' ? `, ${age(lastRun.ts, ts)}` : ''
  return [
    `${stale ? styleText('yellow', `stale (${word} then)`) : coloured(verdict, word)} according to ${safe(from)}${stale ? isOf : ''}${verdict === 'pass' ? `: ${[...names].join(', ')}` : ''}`,
    ...some(sets)
      .filter((set) => set.verdict !== 'pass')
      .flatMap((set) =>
        set.objectives.filter((text) => !/: met\b/.test(text)).map((text) => `${safe(set.set)}: ${safe(text)}`),
      ),
    ...notes.map((note) => `note: ${safe(note)}`),
  ]
}

function routerLines({ router }: StatusReport): string[] {
  if (router.state !== 'known') return missing(router)
  const { policy, off, boundary, drift, maxDrift, reason, wouldChange, lastMove, warnings } = router
  return [
    `${policy}, ${off === null ? 'adaptation is on' : styleText('yellow', `adaptation is off (${safe(off)})`)}; boundary: control 0.5, treatment ${short(boundary)} (drift ${short(drift)} of at most ${short(maxDrift)})`,
    armLine('control', router.control),
    armLine('treatment', router.treatment),
    safe(reason),
    ...(wouldChange === null ? [] : [`-> ${safe(wouldChange)}`]),
    lastMove === null ? 'it never moved' : `last move ${safe(lastMove)}`,
    ...warnings.map((warning) => styleText('red', safe(warning))),
  ]
}

type RouterReport = Extract<StatusReport['router'], { state: 'known' }>

function armLine(
  bucket: string,
  { outcomes, conversations, failures, quality, latencyMs, mainShare }: RouterReport['control'],
): string {
  return [
    `${bucket}: ${counted(outcomes, 'outcome')}, ${counted(conversations, 'conversation')}`,
    ...(failures > 0 ? [`${failures} failed`] : []),
    ...(quality === null ? [] : [`quality ${share(quality)}`]),
    ...(latencyMs === null ? [] : [`mean ${milliseconds(latencyMs)}`]),
    ...(mainShare === null ? [] : [`main_model ${share(mainShare)}`]),
  ].join(', ')
}

function hypothesisLines({ hypotheses, ts }: StatusReport): string[] {
  if (!Array.isArray(hypotheses)) return missing(hypotheses)
  return [
    ...some(hypotheses).map((each) => {
      const { hypothesis, outcome } = each
      const verdict = { supported: 'pass', not_supported: 'fail' }[outcome] ?? 'inconclusive'
      return `${safe(hypothesis)} ${coloured(verdict, safe(outcome.replaceAll('_', ' ')))}, ${age(each.ts, ts)}`
    }),
    ...more(hypotheses),
  ]
}

function logLines({ log }: StatusReport): string[] {
  if (log.state !== 'known') return missing(log)
  const { files, bytes, events, byType, first, last, growth, damaged, warnings } = log
  const types = Object.entries(byType).map(([type, count]) => `${count} ${safe(type)}`)
  return [
    `${counted(files, 'file')}, ${size(bytes)}, ${counted(events, 'event')}${types.length === 0 ? '' : `: ${types.join(', ')}`}`,
    ...(first === null || last === null ? [] : [`from ${utcMinute(first)} to ${utcMinute(last)}`]),
    `growth: ${Object.entries(growth)
      .map(([period, grown]) => `${period} ${counted(grown.events, 'event')} (${size(grown.bytes)})`)
      .join(', ')}`,
    ...(damaged === 0 ? [] : [styleText('yellow', `${counted(damaged, 'damaged line')}, which readers leave out`)]),
    ...warnings.map((warning) => styleText('yellow', safe(warning))),
  ]
}

const STATES = {
  healthy: ['healthy', 'green'],
  outside: ['outside', 'yellow'],
  red_flag: ['RED FLAG', 'red'],
  unknown: ['unknown', 'yellow'],
} as const

function healthLines({ health }: StatusReport, width: number): string[] {
  const signs = health as readonly HealthSign[]
  const reasons = new Set(signs.map(({ state, reason = '' }) => (state === 'unknown' ? reason : null)))
  const [only] = reasons
  if (reasons.size === 1 && only) return [`${styleText('yellow', 'unknown')}: ${printable(only, { max: 200 })}`]
  const sets = new Set(signs.flatMap(({ set }) => set ?? []))
  const rows = signs.map((sign) => {
    const { name, value, limits, reason } = healthText(sign)
    const of = sign.set === null || sets.size < 2 ? '' : `${printable(sign.set, { max: 24 })}: `
    const [word, colour] = STATES[sign.state]
    return [
      of + name,
      sign.value === null ? '-' : value,
      styleText(colour, word),
      `${reason === '' ? '' : `${reason}; `}${limits}`,
    ]
  })
  return table(rows, { width, right: [1] })
}

function verdictLines({ verdict, health }: StatusReport): string[] {
  const count = health.filter(({ state }) => state === 'red_flag').length
  if (verdict === 'red_flag')
    return [styleText('red', counted(count, 'red flag')), '-> look at the replies: npx aios dashboard']
  if (verdict === 'cannot_tell')
    return [`${styleText('yellow', 'cannot tell')}: no red flag, but not everything is known`]
  return [styleText('green', 'no red flag')]
}

function coloured(verdict: string, text: string): string {
  return styleText(verdict === 'pass' ? 'green' : verdict === 'fail' ? 'red' : 'yellow', text)
}

function some<T>(list: readonly T[]): readonly T[] {
  return list.slice(0, SHOWN)
}

function more(list: readonly unknown[]): string[] {
  return list.length > SHOWN ? [`and ${list.length - SHOWN} more: --json`] : []
}

/** `5 min ago (2026-11-28 17:40)`. */
function age(ts: string, now: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(ts)) / 60_000))
  const hours = Math.round(minutes / 60)
  const ago = minutes < 90 ? `${minutes} min` : hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
  return `${ago} ago (${utcMinute(ts)})`
}

function short(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}

function share(value: number): string {
  return percent(Math.round(value * 1_000) / 1_000)
}
