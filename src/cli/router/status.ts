import type { NoRouterStateOutput, RouterStateOutput } from '../../../schemas/generated/router-output.ts'
import { styleText } from 'node:util'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { evidenceText } from '../../router/policies/evidence/evaluate-move.ts'
import type { Candidate, MoveEvaluation } from '../../router/policy.ts'
import { type ArmStatus, routerStatus, type RouterStatus } from '../../artifacts/router/router-status.ts'
import { milliseconds, percent } from '../../text/amounts.ts'
import type { Settings } from '../../settings/settings.ts'
import { wrapped } from '../../text/wrapped.ts'
import { findState } from '../../artifacts/router/find-state.ts'
import { print, printJson } from '../print.ts'
import { proseWidth } from '../../text/terminal-width.ts'

/** Number of moves that are printed. */
const SHOWN_MOVES = 5

/** Prints the state of the router. */
export function statusAction(context: () => Promise<Settings>) {
  return async ({ json = false }: { json?: boolean }): Promise<void> => {
    const settings = await context()
    const { place, state } = await findState(settings)
    if (state === null) {
      const nothing: NoRouterStateOutput = {
        schema_version: '1.0',
        kind: 'no_state',
        place,
        state: null,
        boundary: 0.5,
      }
      return json ? printJson(nothing) : print(withoutState(place))
    }
    const status = routerStatus(state, settings, place)
    const output: RouterStateOutput = { schema_version: '1.0', kind: 'status', ...status }
    if (json) printJson(output)
    else print(render(status))
  }
}

function withoutState(place: string): string {
  const first = 'the router has not learnt anything yet: both buckets are at 0.5'
  return `${first}\n${wrapped(`live runs write its state to ${printable(place)}`, { label: '->', indent: 3, columns: proseWidth() })}`
}

function render(status: RouterStatus): string {
  const { policy, off, drift, maxDrift, buckets, consideration, split, contradiction, moves, place, updatedAt } = status
  return [
    row(
      'router',
      `${policy}, ${off === null ? 'adaptation is on' : styleText('yellow', `adaptation is off (${off})`)}`,
    ),
    row(
      'boundary',
      off === null
        ? `control 0.5, treatment ${buckets.treatment.boundary} (drift ${short(drift)} of at most ${short(maxDrift)})`
        : `0.5 for all while adaptation is off; treatment was at ${buckets.treatment.boundary}`,
    ),
    ...armRows('control', buckets.control),
    ...armRows('treatment', buckets.treatment),
    ...evidenceRows(consideration),
    row('decision', consideration.reason),
    ...(consideration.wouldChange === null ? [] : [row('', `-> ${consideration.wouldChange}`)]),
    ...moves
      .slice(-SHOWN_MOVES)
      .map((move, index) =>
        row(
          index === 0 ? 'moves' : '',
          `${printable(move.ts, { max: 40 })}  ${move.from} -> ${move.to}: ${printable(move.reason, { max: 200 })}`,
        ),
      ),
    row(
      'health',
      split.warning === null
        ? split.control + split.treatment === 0
          ? 'no conversation yet, other than those of goldens and hypotheses'
          : `conversations are split as expected (${split.control} to ${split.treatment})`
        : styleText('red', split.warning),
    ),
    ...(contradiction === null
      ? []
      : [row('', styleText('red', `the counts of the state contradict each other: ${contradiction}`))]),
    row('state', `${printable(place)}, last written ${printable(updatedAt, { max: 40 })}`),
  ].join('\n')
}

function row(label: string, text: string): string {
  return wrapped(text, { label, indent: 11, columns: proseWidth() })
}

function armRows(bucket: string, arm: ArmStatus): string[] {
  const { outcomes, conversations, failures, quality, qualityInterval, latencyMs, mainShare, slowShare, recent } = arm
  const failed = failures > 0 ? `, ${failures} failed` : ''
  const counts = row(bucket, `${counted(outcomes, 'outcome')}, ${counted(conversations, 'conversation')}${failed}`)
  if (quality === null || latencyMs === null || qualityInterval === null)
    return outcomes === 0 ? [counts] : [counts, row('', 'no outcome since the boundary last moved')]
  const { lower, upper } = qualityInterval
  const since = recent === outcomes ? '' : ` in ${recent} since the last move`
  return [
    counts,
    row('', `quality ${share(quality)} (95 %: ${share(lower)} to ${share(upper)})${since}`),
    row('', `mean ${milliseconds(latencyMs)}, slow ${share(slowShare ?? 0)}, main_model ${share(mainShare ?? 0)}`),
  ]
}

/** Early figures would mislead, so they are left out. */
function evidenceRows({ isEarly, candidates }: MoveEvaluation): string[] {
  if (isEarly) return [row('evidence', 'too few outcomes yet')]
  return candidates.map((candidate, index) => row(index === 0 ? 'evidence' : '', evidence(candidate)))
}

function evidence({ boundary, gain, evidence, needed, refused }: Candidate): string {
  if (evidence === 0) return `${boundary.toFixed(2)}  no outcome yet of messages that would change their route`
  const seen = evidence === null || needed === null ? '' : `, evidence ${evidenceText(evidence)} of ${needed}`
  return `${boundary.toFixed(2)}  ${gain < 0 ? '' : '+'}${gain.toFixed(4)} a message${seen}${refused === null ? '' : `, refused: ${refused}`}`
}

function short(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}

/** In percent, to one decimal. */
function share(value: number): string {
  return percent(Math.round(value * 1_000) / 1_000)
}
