import type { Routing } from '../../../../schemas/generated/dashboard.ts'
import { Answer } from '../components/answer.tsx'
import { Card } from '../components/card.tsx'
import { Empty } from '../components/empty.tsx'
import { Text } from '../components/text.tsx'
import { useAnswer } from '../use-answer.ts'
import { Adaptations } from './routing/adaptations.tsx'
import { BoundaryChart } from './routing/boundary-chart.tsx'
import { Buckets } from './routing/buckets.tsx'
import { PolicyCard } from './routing/policy-card.tsx'
import { WeightForm } from './routing/weight-form.tsx'
import { WeightScatter } from './routing/weight-scatter.tsx'

/** The tab Routing. */
export function RoutingView() {
  return <Answer loaded={useAnswer('routing')}>{(routing) => <Content routing={routing} />}</Answer>
}

function Content({ routing }: { routing: Routing }) {
  const { router, boundary, limits, weights, weightsTotal, adaptations, buckets, logSplit, repeated, notes } = routing
  return (
    <>
      {router.state === 'known' ? (
        <PolicyCard router={router} />
      ) : (
        <Card title="Router" wide>
          <Empty reason={router.reason} next={router.next} />
        </Card>
      )}
      <div class="grid">
        <BoundaryChart boundary={boundary} limits={limits} />
        <WeightScatter weights={weights} total={weightsTotal} boundary={boundary} />
      </div>
      <Buckets
        arms={router.state === 'known' ? router.arms : []}
        split={router.state === 'known' ? router.split : null}
        buckets={buckets}
        logSplit={logSplit}
        repeated={repeated}
      />
      <Adaptations adaptations={adaptations} />
      <WeightForm />
      {notes.map((note) => (
        <p key={note} class="muted">
          <Text value={note} max={500} />
        </p>
      ))}
    </>
  )
}
