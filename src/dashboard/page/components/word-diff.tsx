import type { WordChange } from '../../../../schemas/generated/dashboard.ts'
import { Text } from './text.tsx'

/** Two texts as one, with the words that only one of them has. */
export function WordDiff({ words }: { words: readonly WordChange[] }) {
  return (
    <p class="word-diff lines">
      {words.map(({ kind, text }, index) =>
        kind === 'same' ? (
          <Text key={index} value={text} lines />
        ) : kind === 'removed' ? (
          <del key={index}>
            <Text value={text} lines />
          </del>
        ) : (
          <ins key={index}>
            <Text value={text} lines />
          </ins>
        ),
      )}
    </p>
  )
}
