import { type Source, SOURCES } from '../../source.ts'
import { printable } from '../../text/printable.ts'
import type { Stale } from './comparison.ts'
import type { Pair } from './rule.ts'

/** What to do about models that changed: a mistake in the settings is not to be recorded. */
export const CHECK_MODELS = 'see where the models are set: `npx aios doctor`'

/** The models that changed, with the source that they answer for: `main_model big -> bigger; embedder a -> b`. Pure. */
export function changedModels(stale: readonly Stale[]): string {
  const changes = stale.flatMap(({ changed, source, baseline, current }) =>
    changed === 'model'
      ? [`${source === undefined ? '' : `${source} `}${printable(baseline)} -> ${printable(current)}`]
      : [],
  )
  return [...new Set(changes)].join('; ')
}

/** The sources of which no golden is compared, because their model changed. Their replies are not judged. Pure. */
export function uncomparedSources(pairs: readonly Pair[], stale: readonly Stale[]): Source[] {
  return SOURCES.filter(
    (source) =>
      stale.some((each) => each.changed === 'model' && each.source === source) &&
      !pairs.some(({ current }) => current.replies.some((reply) => reply.source === source)),
  )
}

/** Why a comparison without the goldens of these sources is inconclusive. Pure. */
export function describeUncompared(sources: readonly Source[], stale: readonly Stale[]): string {
  const own = stale.filter(({ source }) => source !== undefined && sources.includes(source))
  return `no golden of ${sources.join(' and ')} can be compared, because the model changed (${changedModels(own)}): ${CHECK_MODELS}`
}
