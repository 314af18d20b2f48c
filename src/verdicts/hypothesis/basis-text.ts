import type { Finding } from './finding.ts'

/** What a finding rests on, for messages. Decisions of the router need no replies, so a replay makes them anew. Pure. */
export function basisText({ basis, n }: Pick<Finding, 'basis' | 'n'>): string {
  return basis ?? (n > 0 ? 'router decisions' : 'no replies')
}
