import type { Settings as SettingsView } from '../../../schemas/generated/dashboard.ts'
import type { Settings } from '../../settings/settings.ts'
import { checkLastReport } from '../../artifacts/slo/check.ts'
import { findState } from '../../artifacts/router/find-state.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { Sources } from '../sources.ts'
import { logPaths, pathHealth } from './path-health.ts'
import { schemaCounts } from './schema-counts.ts'
import { settingValues } from './setting-values.ts'
import { stateVersions } from './state-versions.ts'
import type { ViewRequest } from './view-request.ts'

/** The tab Settings: effective configuration, files with their health, router states, schema versions. */
export async function settingsView(sources: Sources, _request: ViewRequest): Promise<SettingsView> {
  const { settings, log, query } = sources
  // The overview has the reason where the log cannot be read.
  const span = await query.span().catch(() => null)
  const paths = pathHealth(settings)
  const states = stateVersions(settings)
  return {
    settings: settingValues(settings),
    paths: [...paths, ...logPaths(log, span?.skipped.unreadable ?? [])],
    states,
    schemas: span === null ? [] : schemaCounts(span, paths),
    notes: [...setObjectives(settings), ...(settings.router.redis === '' ? [] : await redisNote(sources))],
  }
}

/** The objectives by which the last run judged each set: a suite may have its own in the place of the setting `slo`. */
function setObjectives({ dir, slo }: Settings): string[] {
  const check = checkLastReport(dir, {}, { now: new Date(), maxAgeMs: Infinity, usual: slo })
  if (check.kind === 'cannot_tell') return []
  const sets = check.sets.flatMap(({ set, objectives }) => {
    const targets = objectives.flatMap(({ objective, target }) => (target === null ? [] : [`${objective} ${target}`]))
    return targets.length === 0 ? [] : [`${set}: ${targets.join(', ')}`]
  })
  return sets.length === 0 ? [] : [`The last run judged the sets by these objectives: ${sets.join('; ')}.`]
}

async function redisNote({ settings }: Sources): Promise<string[]> {
  return findState(settings).then(
    ({ place }) => [`The router's state is in ${place}; the states below are files.`],
    (error: unknown) => [`The router's state cannot be read: ${errorMessage(error).split('\n')[0]}`],
  )
}
