import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { useAnswer } from '../use-answer.ts'

/** The view Goldens. */
export function GoldensView() {
  const loaded = useAnswer('goldens')
  return (
    <Answer loaded={loaded}>
      {({ goldens, empty }) =>
        empty !== null ? <Empty reason={empty.reason} next={empty.next} /> : <p>{goldens.length}</p>
      }
    </Answer>
  )
}
