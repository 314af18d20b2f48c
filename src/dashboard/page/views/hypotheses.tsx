import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { useAnswer } from '../use-answer.ts'

/** The view Hypotheses. */
export function HypothesesView() {
  const loaded = useAnswer('hypotheses')
  return (
    <Answer loaded={loaded}>
      {({ hypotheses, empty }) =>
        empty !== null ? <Empty reason={empty.reason} next={empty.next} /> : <p>{hypotheses.length}</p>
      }
    </Answer>
  )
}
