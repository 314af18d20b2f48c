import { Answer } from '../components/answer.tsx'
import { Empty } from '../components/empty.tsx'
import { useAnswer } from '../use-answer.ts'

/** The tab Routing. */
export function RoutingView() {
  const loaded = useAnswer('routing')
  return (
    <Answer loaded={loaded}>
      {({ router, weights, weightsTotal }) => (
        <>
          {router.state !== 'known' && <Empty reason={router.reason} next={router.next} />}
          <p>
            {weights.length} of {weightsTotal} replies
          </p>
        </>
      )}
    </Answer>
  )
}
