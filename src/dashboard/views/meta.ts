import type { Meta } from '../../../schemas/generated/dashboard.ts'
import { VERSION } from '../../version.ts'
import { filesOf, logSize, type Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'

/** Facts of the server, and of the log as it is now. */
export async function metaView(sources: Sources, { now }: ViewRequest): Promise<Meta> {
  const { settings, query, log, label, startedAt, startCommand, isExport, vitestUi } = sources
  return {
    version: VERSION,
    startedAt,
    startCommand: startCommand(),
    now,
    root: settings.root,
    logs: filesOf(log),
    bytes: logSize(log).bytes,
    reader: query.reader,
    label,
    exported: isExport,
    vitestUi: (await vitestUi())?.address ?? null,
    notes: [],
  }
}
