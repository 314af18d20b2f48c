import type { SharedChange } from '../../../../schemas/generated/dashboard.ts'
import { counted } from '../../../text/counted.ts'
import { Text } from './text.tsx'

/** Changes of model or source that several goldens have: the likely cause of the others. */
export function SharedChanges({ shared }: { shared: readonly SharedChange[] }) {
  if (shared.length === 0) return null
  return (
    <ul class="flags">
      {shared.map(({ change, goldens }) => (
        <li key={change}>
          {counted(goldens, 'golden')}:{' '}
          <strong>
            <Text value={change} max={300} />
          </strong>
        </li>
      ))}
    </ul>
  )
}
