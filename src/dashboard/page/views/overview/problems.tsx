import type { Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Text } from '../../components/text.tsx'
import { Links } from './links.tsx'

/** All problems that the headline names or counts; a single one is in the headline. */
export function Problems({ problems }: Pick<Overview, 'problems'>) {
  if (problems.length < 2) return null
  return (
    <Card title="Problems" wide>
      <ul class="flags">
        {problems.map(({ state, sentence, links }) => (
          <li key={sentence}>
            {state === 'red_flag' && <Badge value={state} />} <Text value={sentence} max={500} />{' '}
            <Links links={links} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
