import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { Card } from '../components/card.tsx'
import { Text } from '../components/text.tsx'
import { usePage } from '../page-context.ts'
import { useAnswer } from '../use-answer.ts'

/** One event in full. */
export function EventView() {
  const { address } = usePage()
  const loaded = useAnswer('event', { message: address.query.get('message') ?? '' })
  return (
    <Answer loaded={loaded}>
      {({ row, question, reply }) => (
        <>
          <p>
            <Badge value={row.verdict} />
          </p>
          <div class="grid">
            <Card title="Question">
              <Text value={question?.text ?? row.text} lines />
            </Card>
            <Card title="Reply">{reply !== null && <Text value={reply.text} lines />}</Card>
          </div>
        </>
      )}
    </Answer>
  )
}
