import type { Reporter, TestCase, Vitest } from 'vitest/node'

/** An image that belongs to a test. */
export interface Card {
  /** Shown as a word before the message. */
  type: 'reply' | 'golden set' | 'hypothesis' | 'warning'
  /** What the image shows, in a line; Vitest needs each of a test to differ. */
  message: string
  svg: string
}

const SVG = 'image/svg+xml'

type Annotation = ReturnType<TestCase['annotations']>[number]

/** Attaches cards to a test, in place of those of the same types that it has, such as those of a shard. */
export async function attachCards(vitest: Vitest, test: TestCase, cards: readonly Card[]): Promise<void> {
  const task = vitest.state.idMap.get(test.id)
  if (task?.type !== 'test') return
  const types = new Set<string>(cards.map(({ type }) => type))
  const isOld = ({ type, attachment }: Annotation) => types.has(type) && attachment?.contentType === SVG
  const added = cards.map(({ type, message, svg }): Annotation => ({
    type,
    message,
    attachment: { contentType: SVG, body: svg, bodyEncoding: 'utf-8' },
  }))
  task.annotations.splice(0, Infinity, ...task.annotations.filter((annotation) => !isOld(annotation)), ...added)
  await Promise.all(
    reportersOf(vitest).flatMap((reporter) =>
      added.map(async (annotation) => reporter.onTestCaseAnnotate?.(test, annotation)),
    ),
  )
}

/**
 * The reporters of a run, among them the one that tells an open UI. Vitest does not expose them; without them an open UI
 * shows the cards when it is loaded again.
 */
function reportersOf(vitest: Vitest): Reporter[] {
  const reporters: unknown = Reflect.get(vitest, 'reporters')
  return Array.isArray(reporters) ? (reporters as Reporter[]) : []
}
