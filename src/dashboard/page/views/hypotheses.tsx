import type { Hypotheses } from '../../../../schemas/generated/dashboard.ts'
import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { Empty } from '../components/empty.tsx'
import { Text } from '../components/text.tsx'
import { useAnswer } from '../use-answer.ts'
import { Batches } from './hypotheses/batches.tsx'
import { ForestPlots } from './hypotheses/forest-plot.tsx'
import { showCard } from './hypotheses/outcome.ts'
import { HypothesisCard } from './hypotheses/hypothesis-card.tsx'

/** The tab Hypotheses. */
export function HypothesesView() {
  return <Answer loaded={useAnswer('hypotheses')}>{(hypotheses) => <Content hypotheses={hypotheses} />}</Answer>
}

function Content({ hypotheses: { hypotheses, batches, empty, notes } }: { hypotheses: Hypotheses }) {
  return (
    <>
      {empty === null ? (
        <>
          <p>{summary(hypotheses)}</p>
          <div class="segments" role="group" aria-label="Show a hypothesis">
            {hypotheses.map(({ id, outcome }) => (
              <button key={id} type="button" onClick={() => showCard(id)}>
                <Text value={id} max={40} /> <Badge value={outcome} />
              </button>
            ))}
          </div>
          <p class="muted">
            Effects with their intervals; a dashed one is open to one side. The upright marks are the claimed limits,
            and their arrows point to the claimed side. The sign beside a name is its outcome: + supported, − not
            supported, ? inconclusive.
          </p>
          <div class="grid">
            <ForestPlots hypotheses={hypotheses} />
          </div>
          {hypotheses.map((hypothesis) => (
            <HypothesisCard key={hypothesis.id} hypothesis={hypothesis} />
          ))}
          <Batches batches={batches} />
        </>
      ) : (
        <Empty reason={empty.reason} next={empty.next} isOfWindow />
      )}
      {notes.map((note) => (
        <p key={note} class="muted">
          <Text value={note} max={500} />
        </p>
      ))}
    </>
  )
}

const OUTCOMES = ['supported', 'not_supported', 'inconclusive', 'unmeasured'] as const

function summary(hypotheses: Hypotheses['hypotheses']): string {
  const counts = OUTCOMES.map((outcome) => {
    const count = hypotheses.filter((hypothesis) => hypothesis.outcome === outcome).length
    return `${count} ${outcome.replace('_', ' ')}`
  })
  const are = hypotheses.length === 1 ? 'hypothesis by its' : 'hypotheses by their'
  return `${hypotheses.length} ${are} last outcome: ${counts.join(', ')}.`
}
