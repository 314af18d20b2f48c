import type { WeightExplanation } from '../../../schemas/generated/dashboard.ts'
import { explainRoute } from '../../artifacts/router/explain-route.ts'
import { emptyState, findState } from '../../artifacts/router/find-state.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'

/** The parts of a message's weight, and the source it is routed to. Writes no file. */
export async function weightView({ settings }: Sources, message: string): Promise<WeightExplanation> {
  if (message.trim() === '') throw new RequestError(400, 'the message is empty')
  const { state } = await findState(settings).catch(() => ({ state: null }))
  const { value, parts, weights, boundaries, goesTo, experiment, off } = explainRoute(
    message,
    state ?? emptyState(),
    settings,
  )
  const sorted = Object.entries(parts).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  return {
    weight: value,
    parts: sorted.map(([name, part]) => ({ name, value: part })),
    coefficients: weights,
    boundaries,
    goesTo,
    experiment,
    off,
  }
}
