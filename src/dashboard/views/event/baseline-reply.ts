import { relative } from 'node:path'
import type { EventDetail } from '../../../../schemas/generated/dashboard.ts'
import { baselineProblem } from '../../../artifacts/baseline/baseline-error.ts'
import { readUnchanged } from '../../../artifacts/baseline/read-unchanged.ts'
import { nameInBaseline, RUNBOOK } from '../../../artifacts/baseline/set-in-baseline.ts'
import { snapshotOfBaseline } from '../../../artifacts/baseline/snapshot.ts'
import { REPLY_LENGTH } from '../../../artifacts/baseline/update.ts'
import type { Settings } from '../../../settings/settings.ts'
import { cutText } from '../../../text/printable.ts'
import { wordDiff } from '../../../text/word-diff.ts'

/** A reply to a golden, to compare with the baseline. */
export interface ComparedReply {
  set: string
  id: string
  fingerprint: string | null
  /** null: the question got no reply. */
  reply: string | null
  latencyMs: number | null
}

/** The same golden in the baseline of the project, with the words that differ, or why it is missing. */
export function baselineReply(
  { baseline: path, root }: Pick<Settings, 'baseline' | 'root'>,
  { set, id, fingerprint, reply, latencyMs }: ComparedReply,
): NonNullable<EventDetail['baseline']> {
  const label = relative(root, path).replaceAll('\\', '/')
  try {
    const baseline = readUnchanged(path)
    if (baseline === null) return { state: 'missing', reason: `There is no baseline in ${label}.`, next: RECORD }
    const name = nameInBaseline(baseline, set, [id])
    const golden = snapshotOfBaseline(label, baseline, RUNBOOK)
      .sets.get(name ?? set)
      ?.goldens.get(id)
    if (golden === undefined)
      return { state: 'missing', reason: `The baseline ${label} does not have this golden.`, next: RECORD }
    const isComparable = latencyMs !== null && golden.latencyMs > 0
    return {
      state: 'known',
      label,
      golden,
      // The runbook's baseline has no fingerprints.
      stale: fingerprint !== null && baseline.version !== RUNBOOK && golden.fingerprint !== fingerprint,
      latencyChange: isComparable ? latencyMs / golden.latencyMs - 1 : null,
      words: reply === null ? [] : wordDiff(golden.reply, cutText(reply, REPLY_LENGTH)),
    }
  } catch (error) {
    const { reason, next } = baselineProblem(error)
    return { state: 'unreadable', reason, next: next ?? RECORD }
  }
}

const RECORD = 'record it: npx vitest run goldens -u'
