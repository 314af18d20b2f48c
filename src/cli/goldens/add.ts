import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { GoldenAdded } from '../../../schemas/generated/goldens-output.ts'
import type { Expectation } from '../../goldens/golden.ts'
import { readMessage } from '../../provenance/query/read-message.ts'
import { isRecord } from '../../is-record.ts'
import { privacyOf } from '../../settings/privacy.ts'
import type { Settings } from '../../settings/settings.ts'
import { errorMessage } from '../../text/error-message.ts'
import { printable } from '../../text/printable.ts'
import { LOG_HELP } from '../log-option.ts'
import { number } from '../number.ts'
import { addGolden, type LoggedReply } from './add-golden.ts'
import { print, printJson } from '../print.ts'

interface AddOptions {
  from: string
  to: string
  id?: string
  trait?: string
  expect?: Record<string, unknown>
  contains?: string[]
  anyOf?: string[]
  equals?: string
  matches?: string[]
  number?: number
  excludes?: string[]
  log?: string[]
  force?: boolean
  json?: boolean
}

/** `aios goldens add`: turns a logged reply into a golden. The set is written whole or not at all. */
export function addCommand(context: () => Promise<Settings>): Command {
  return new Command('add')
    .description('turn a logged reply into a golden, with the expectation that you give')
    .addOption(
      new Option('--from <message>', 'message id of the reply, as aios events --json prints it').makeOptionMandatory(),
    )
    .addOption(new Option('--to <file>', 'the golden set; a new one is created').makeOptionMandatory())
    .option('--id <id>', 'id of the golden; default: the first words of the question')
    .option('--trait <trait>', 'what the question tries; default: that of the reply, else general')
    .addOption(new Option('--expect <json>', 'the expectation, such as {"contains":"Paris"}').argParser(objectOf))
    .option('--contains <text...>', 'the reply must contain each of these')
    .option('--any-of <text...>', 'the reply must contain one of these')
    .option('--equals <text>', 'the reply must be this')
    .option('--matches <pattern...>', 'the reply must match these regular expressions')
    .addOption(new Option('--number <value>', 'the answer must be this number').argParser(number('a number')))
    .option('--excludes <text...>', 'the reply must contain none of these')
    .option('--force', 'add it although the logged reply does not meet the expectation')
    .option('--log <path...>', LOG_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios events --grep capital --json\n  npx aios goldens add --from MSG_ID --to goldens/sample_set.json --contains Paris\n  npx aios goldens add --from MSG_ID --to goldens/sample_set.json --expect \'{"number":{"value":12}}\'',
    )
    .action(async (options: AddOptions) => {
      const settings = await context()
      const expect = expectationOf(options)
      const logged = await loggedReply(options.log ?? settings.dir, options.from)
      const { golden, met, isNew } = await addGolden(options.to, logged, {
        id: options.id,
        trait: options.trait,
        expect,
        force: options.force === true,
        redact: privacyOf(settings).redact,
      })
      const { id } = golden
      const output: GoldenAdded = {
        schema_version: '2.0',
        kind: 'add',
        file: resolve(options.to),
        id,
        golden: { ...golden },
        met,
      }
      if (options.json === true) return printJson(output)
      print(`added "${printable(id)}" to ${printable(options.to)}`)
      if (isNew) print(`-> use the set in a suite: describeGoldens('NAME', './FILE.json')`)
      print(`-> try it: npx vitest run goldens -t ${/^[\w-]+$/.test(id) ? id : JSON.stringify(printable(id))}`)
    })
}

async function loggedReply(from: string | readonly string[], id: string): Promise<LoggedReply> {
  const found = await readMessage(from, id)
  if (found === null)
    throw new Error(
      `the log has no reply with the message id "${id}"\n  list the ids: npx aios events --type response --json`,
    )
  const { event } = found
  if (event.event_type === 'older_response') {
    if (event.failure !== null)
      throw new Error(`the reply "${id}" ${event.failure}, so it is not an answer\n  choose another reply`)
    return { question: event.question, reply: event.reply, trait: event.trait }
  }
  if (event.event_type !== 'response')
    throw new Error(`"${id}" is not a reply\n  list replies: npx aios events --type response --json`)
  if (event.verdict === 'unmeasured')
    throw new Error(`the question "${id}" got no reply: ${event.failure.evidence}\n  choose another reply`)
  return { question: event.question, reply: event.reply, trait: event.golden?.trait ?? '' }
}

function expectationOf({ expect, contains, anyOf, equals, matches, number, excludes }: AddOptions): Expectation {
  const one = (texts: string[] | undefined) => (texts?.length === 1 ? texts[0] : texts)
  const given: Record<string, unknown> = {
    ...expect,
    ...(contains && { contains: one(contains) }),
    ...(anyOf && { anyOf }),
    ...(equals !== undefined && { equals }),
    ...(matches && { matches: one(matches) }),
    ...(number !== undefined && { number: { value: number } }),
    ...(excludes && { excludes: one(excludes) }),
  }
  if (Object.keys(given).length === 0)
    throw new Error(
      'a golden needs an expectation\n  give one: --contains TEXT, --number 12 or --expect \'{"anyOf":["a","b"]}\'',
    )
  // The set is validated with it before anything is written.
  return given
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(text)
    if (isRecord(data)) return data
  } catch (error) {
    throw new InvalidArgumentError(`It must be JSON: ${errorMessage(error)}.`)
  }
  throw new InvalidArgumentError('It must be a JSON object, such as {"contains":"Paris"}.')
}
