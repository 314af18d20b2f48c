import { InvalidArgumentError, Option } from 'commander'
import { EVENT_TYPES } from '../../provenance/event-facts.ts'
import { FILTERED_BY, type FilteredBy, type LogFilter } from '../../provenance/query/log-filter.ts'
import { SOURCES } from '../../source.ts'

/** The filters of `aios events` that are facts of an event, by the names that the dashboard has. */
const NAMES = FILTERED_BY.filter((name) => name !== 'conversation')
type Name = Exclude<FilteredBy, 'conversation'>

/** The values that were given for each fact. */
export type FactOptions = Partial<Record<Name, string[]>>

const HELP: Readonly<Record<Name, string>> = {
  type: 'only of these types',
  run: 'only of these runs, by their full ids',
  set: 'only of these golden sets',
  golden: 'only of these goldens, by their ids',
  trait: 'only of goldens with these traits',
  hypothesis: 'only of these hypotheses, by their ids; "" for events without one',
  configuration: 'only of these compared configurations; "" for events without one',
  source: 'only of these sources',
  bucket: 'only of these buckets',
  model: 'only of these models, by the ids that were asked',
  verdict: 'only with these verdicts of replies, outcomes of hypotheses or statuses of runs',
  judge: 'only judged by these',
  origin: 'only with these origins',
}

/** The values of facts that have no others. */
const CHOICES: Partial<Record<Name, readonly string[]>> = {
  type: EVENT_TYPES,
  source: SOURCES,
  bucket: ['control', 'treatment'],
  verdict: ['pass', 'fail', 'unjudged', 'unmeasured', 'supported', 'not_supported', 'inconclusive'],
  origin: ['measured', 'replayed'],
}

/** An option for each fact. Each takes several values, of which an event has one. */
export function factOptions(): Option[] {
  return NAMES.map((name) => {
    const choices = CHOICES[name]
    const option = new Option(`--${name} <${name}...>`, HELP[name])
    return choices === undefined ? option : withChoices(option, choices)
  })
}

function withChoices(option: Option, choices: readonly string[]): Option {
  const parse = option.choices(choices).parseArg
  return option.argParser<string[] | undefined>((value, previous) => {
    if (option.name() === 'type' && value === 'judgement')
      throw new InvalidArgumentError('A judgement is merged into its reply: use --judge or --count judge.')
    return parse?.(value, previous)
  })
}

/** The facts that events must have. Pure. */
export function factFilter(options: FactOptions): LogFilter {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const values = options[name]
      return values === undefined ? [] : [[name, values.map((value) => (value === '' ? null : value))]]
    }),
  )
}
