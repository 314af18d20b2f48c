import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { useAnswer } from '../use-answer.ts'

/** Two runs or baselines, paired by golden. */
export function ComparisonView() {
  const loaded = useAnswer('comparison')
  return (
    <Answer loaded={loaded}>
      {({ goldens, empty }) =>
        empty !== null ? <Empty reason={empty.reason} next={empty.next} /> : <p>{goldens.length}</p>
      }
    </Answer>
  )
}
