import type { Link } from '../../../schemas/generated/dashboard.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'

/** A question of a run without a reply, and why. */
export interface LostReply {
  set: string
  golden: string
  message: string
  cause: string
  evidence: string
  remedy: string
}

/** Questions that are looked at; the others have mostly the same causes. */
const MOST = 100

/** The first questions to goldens of a run that got no reply. `since`: a time before the run, so that only its log is read. */
export async function lostReplies(query: LogQuery, run: string, since: Date): Promise<LostReply[]> {
  const lost: LostReply[] = []
  const filter = { run, since, type: 'response', verdict: 'unmeasured', hypothesis: null, configuration: null }
  for await (const event of query.events(filter)) {
    if (event.event_type !== 'response' || !('failure' in event) || event.golden === undefined) continue
    const { golden, msg_id: message, failure } = event
    lost.push({ set: golden.set, golden: golden.id, message, ...failure })
    if (lost.length === MOST) break
  }
  return lost
}

/** By set: the first of its questions without a reply. Pure. */
export function linksToLost(lost: readonly LostReply[]): Map<string, Link> {
  const links = new Map<string, Link>()
  for (const { set, golden, message, cause } of lost)
    if (!links.has(set)) links.set(set, { label: `${cause}: ${golden}`, view: 'event', query: { message } })
  return links
}
