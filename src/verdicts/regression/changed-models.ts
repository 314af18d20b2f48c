import { type Source, SOURCES } from '../../source.ts'
import { printable } from '../../text/printable.ts'
import type { Stale } from './comparison.ts'
import type { Pair } from './rule.ts'

/** What to do about models that changed: a mistake in the settings is not to be recorded. */
export const CHECK_MODELS = 'see where the models are set: `npx aios doctor`'

/** The models that changed, with the source that they answer for: `main_model big -> bigger; embedder a -> b`. Pure. */
export function changedModels(stale: readonly Stale[]): string {
  const changes = stale.flatMap(({ source, baseline, current }) =>
    source === undefined ? [] : [`${source} ${printable(baseline)} -> ${printable(current)}`],
  )
  return [...new Set(changes)].join('; ')
}

/** The sources of which no golden is compared, because their model changed. Their replies are not judged. Pure. */
export function uncomparedSources(pairs: readonly Pair[], stale: readonly Stale[]): Source[] {
  const compared = new Set(pairs.flatMap(({ current }) => current.replies.map(({ source }) => source)))
  return SOURCES.filter((source) => !compared.has(source) && stale.some((each) => each.source === source))
}

/** Why a comparison without the goldens of these sources is inconclusive. Pure. */
export function describeUncompared(sources: readonly Source[], stale: readonly Stale[]): string {
  const own = stale.filter((each) => sources.some((source) => source === each.source))
  return `no golden of ${sources.join(' and ')} can be compared, because the model changed (${changedModels(own)}): ${CHECK_MODELS}`
}
