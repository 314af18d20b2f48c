import { useMemo, useState } from 'preact/hooks'
import type { WeightExplanation } from '../../../../../schemas/generated/dashboard.ts'
import { type ChartBar, Bars } from '../../components/bars.tsx'
import { Card } from '../../components/card.tsx'
import { Empty } from '../../components/empty.tsx'
import { Text } from '../../components/text.tsx'
import { decimal } from '../../../format.ts'
import { usePage } from '../../page-context.ts'
import { problemIn } from '../../source.ts'

/** The parts of the weight of a message that a person types in. It asks no model and writes no file. */
export function WeightForm() {
  const { source } = usePage()
  const [message, setMessage] = useState('')
  const [answer, setAnswer] = useState<WeightExplanation | null>(null)
  const [problem, setProblem] = useState<ReturnType<typeof problemIn> | null>(null)
  if (source.isExport) return null
  const explain = () => {
    source.post('weight', { message }).then(
      (explanation) => {
        setAnswer(explanation)
        setProblem(null)
      },
      (error: unknown) => setProblem(problemIn(error)),
    )
  }
  return (
    <Card title="The weight of a message" wide>
      <form
        class="sides"
        onSubmit={(event) => {
          event.preventDefault()
          explain()
        }}
      >
        <label class="choice grow">
          <span>Message</span>
          <textarea
            rows={2}
            value={message}
            placeholder="Explain step by step why …"
            onInput={({ currentTarget }) => setMessage(currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={message.trim() === ''}>
          Explain
        </button>
      </form>
      {problem !== null && <Empty kind="error" reason={problem.error} next={problem.next} />}
      {answer !== null && <Explanation answer={answer} />}
    </Card>
  )
}

function Explanation({
  answer: { weight, parts, coefficients, boundaries, goesTo, experiment, off },
}: {
  answer: WeightExplanation
}) {
  const bars = useMemo(
    () =>
      parts
        .filter(({ value }) => value !== 0)
        .map(({ name, value }): ChartBar => ({ name, value, colour: value > 0 ? 'main_model' : 'embedder' })),
    [parts],
  )
  return (
    <>
      <p data-weight={weight}>
        Weight <strong>{decimal(weight, 4)}</strong>: {goesTo.control} in control (boundary{' '}
        {decimal(boundaries.control, 4)}
        ), {goesTo.treatment} in treatment (boundary {decimal(boundaries.treatment, 4)}).{' '}
        {experiment && 'In a live run, the experiment chooses the source of such a message in treatment at random. '}
        {off !== null && <Text value={`Adaptation is off: ${off}.`} max={300} />}
      </p>
      <p class="muted">
        Coefficients: <Text value={coefficients} max={200} />
      </p>
      <Bars title="Parts of the weight" unit="positive: towards main_model" bars={bars} format={four} />
    </>
  )
}

function four(value: number): string {
  return decimal(value, 4)
}
