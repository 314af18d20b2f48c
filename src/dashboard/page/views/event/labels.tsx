import { useState } from 'preact/hooks'
import { Empty } from '../../components/empty.tsx'
import { usePage } from '../../page-context.ts'
import { problemIn } from '../../source.ts'
import { storeChoice, storedChoice } from '../../stored.ts'
import { useKeys } from '../../use-keys.ts'

/** Where the name of the person is kept. */
const NAME = 'aios-person'

const LABELS = [
  { key: 'p', name: 'Pass', verdict: 'pass' },
  { key: 'f', name: 'Fail', verdict: 'fail' },
  { key: 'u', name: 'Unsure', verdict: 'unjudged' },
] as const

/** A person's verdict on the reply, by button or key. */
export function Labels({ message }: { message: string }) {
  const { source, live } = usePage()
  const [by, setBy] = useState(storedChoice(NAME) ?? 'a person')
  const [why, setWhy] = useState('')
  const [done, setDone] = useState<string | null>(null)
  const [problem, setProblem] = useState<{ error: string; next: string | null } | null>(null)
  const label = (verdict: (typeof LABELS)[number]['verdict']) => {
    source.post('labels', { message, verdict, by, ...(why.trim() !== '' && { why }) }).then(
      () => {
        setDone(verdict === 'unjudged' ? 'unsure' : verdict)
        setProblem(null)
        setWhy('')
        live.refresh()
      },
      (error: unknown) => setProblem(problemIn(error)),
    )
  }
  useKeys(Object.fromEntries(LABELS.map(({ key, verdict }) => [key, () => label(verdict)])), { repeats: false })
  return (
    <div class="labels">
      <div class="segments">
        {LABELS.map(({ key, name, verdict }) => (
          <button key={key} type="button" onClick={() => label(verdict)}>
            {name} <kbd>{key}</kbd>
          </button>
        ))}
        <label class="choice">
          <span>By</span>
          <input
            value={by}
            maxLength={100}
            onInput={({ currentTarget }) => {
              setBy(currentTarget.value)
              storeChoice(NAME, currentTarget.value)
            }}
          />
        </label>
        <label class="choice wide-input">
          <span>Why</span>
          <input value={why} maxLength={2_000} onInput={({ currentTarget }) => setWhy(currentTarget.value)} />
        </label>
      </div>
      <p class="muted" role="status">
        {done === null
          ? 'A label is written to the log and replaces the verdict. Unsure makes the reply unjudged, never a pass.'
          : `Labelled: ${done}.`}
      </p>
      {problem !== null && <Empty kind="error" reason={problem.error} next={problem.next} />}
    </div>
  )
}
