import type { GoldensOverTime } from '../../../../schemas/generated/dashboard.ts'
import { goldenInAddress, hrefWith } from '../address.ts'
import { Answer } from '../components/answer.tsx'
import { Choice } from '../components/choice.tsx'
import { Empty } from '../components/empty.tsx'
import { usePage } from '../page-context.ts'
import { goTo } from '../use-address.ts'
import { requestQuery, useAnswer } from '../use-answer.ts'
import { GoldenChart } from './golden-history/golden-chart.tsx'
import { GoldenTile } from './golden-history/golden-tile.tsx'

/** Parameters of the address that the server needs. */
const ASKED = ['since', 'until', 'set', 'trait', 'model', 'source'] as const

/** Latency and verdict of each golden over time, as small multiples. */
export function GoldensView() {
  const { address } = usePage()
  const loaded = useAnswer('goldens', requestQuery(address.query, ASKED))
  return <Answer loaded={loaded}>{(goldens) => <Content goldens={goldens} />}</Answer>
}

const ALL = 'all'

function Content({ goldens: { sets, total, goldens, empty } }: { goldens: GoldensOverTime }) {
  const { address } = usePage()
  const set = address.query.get('set') ?? ALL
  const open = goldens.find((golden) => goldenInAddress(golden) === address.query.get('open'))
  const names = [...new Set([ALL, ...sets, set])]
  return (
    <>
      <p class="sides">
        <Choice
          label="Set"
          choices={names}
          value={set}
          onChoose={(name) => goTo(hrefWith(address, { set: name === ALL ? null : name, open: null }))}
        />
        <span class="muted">
          {total} goldens{total > goldens.length ? `, the first ${goldens.length} are shown` : ''}; those that failed
          last come first
        </span>
      </p>
      <p class="muted">
        Each line is the latency of a golden: ● pass, ✕ fail, ■ not judged or no reply, and dashed the baseline. The
        scale is that of the golden, and does not begin at 0.
      </p>
      {open !== undefined && <GoldenChart golden={open} />}
      {empty !== null ? (
        <Empty reason={empty.reason} next={empty.next} isOfWindow />
      ) : (
        <ul class="tiles">
          {goldens.map((golden) => (
            <GoldenTile key={goldenInAddress(golden)} golden={golden} isOpen={golden === open} />
          ))}
        </ul>
      )}
    </>
  )
}
