import type { Buckets as LogBuckets, Routing, Weights } from '../../../../schemas/generated/dashboard.ts'
import { Answer } from '../components/answer.tsx'
import { Card } from '../components/card.tsx'
import { Empty } from '../components/empty.tsx'
import { type Loaded, useAnswer } from '../use-answer.ts'
import { Adaptations } from './routing/adaptations.tsx'
import { BoundaryChart } from './routing/boundary-chart.tsx'
import { Buckets } from './routing/buckets.tsx'
import { PolicyCard } from './routing/policy-card.tsx'
import { WeightForm } from './routing/weight-form.tsx'
import { WeightScatter } from './routing/weight-scatter.tsx'

/** The tab Routing. The weights and the buckets take longer than the rest, so they come on their own. */
export function RoutingView() {
  const routing = useAnswer('routing')
  const weights = useAnswer('weights')
  const buckets = useAnswer('buckets')
  return <Answer loaded={routing}>{(data) => <Content routing={data} weights={weights} buckets={buckets} />}</Answer>
}

function Content({
  routing: { router, boundary, limits, adaptations },
  weights,
  buckets,
}: {
  routing: Routing
  weights: Loaded<Weights>
  buckets: Loaded<LogBuckets>
}) {
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
        <WeightScatter weights={weights} boundary={boundary} />
      </div>
      <Buckets
        arms={router.state === 'known' ? router.arms : []}
        split={router.state === 'known' ? router.split : null}
        inLog={buckets}
      />
      <Adaptations adaptations={adaptations} />
      <WeightForm />
    </>
  )
}
