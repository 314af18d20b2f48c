import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import type { Golden } from '../../../src/goldens/sets/golden-set.ts'
import { lastQuestion, type Message } from '../../../src/message.ts'
import { printable } from '../../../src/text/printable.ts'
import type { SuiteGolden } from '../suite/suite-golden.ts'
import type { Prompt, Variant } from './variant.ts'

/**
 * A golden as a variant of a hypothesis asks it. A conversation that differs from the golden's, or another configuration,
 * gets a set of its own, so that its recording does not replace the golden's.
 */
export function askedGolden(golden: SuiteGolden, { variant, prompt, configuration }: Variant, id: string): SuiteGolden {
  const conversation = prompt === undefined ? golden.conversation : written(golden, prompt)
  const own = configuration === undefined && JSON.stringify(conversation) === JSON.stringify(golden.conversation)
  if (own) return golden
  const { messages: _, ...rest } = golden
  const [first, ...others] = conversation.slice(0, -1)
  const before = first === undefined ? {} : { messages: [first, ...others] satisfies Golden['messages'] }
  const asked: SuiteGolden = { ...rest, ...before, question: lastQuestion(conversation) }
  return { ...asked, set: `${id} ${variant}`, fingerprint: fingerprint(asked), conversation }
}

function written(golden: SuiteGolden, prompt: Prompt): readonly Message[] {
  const given = prompt(golden)
  const conversation: readonly Message[] =
    typeof given === 'string' ? [...golden.conversation.slice(0, -1), { role: 'user', content: given }] : given
  const last = Array.isArray(conversation) ? conversation.at(-1) : undefined
  if (last?.role !== 'user' || typeof last.content !== 'string' || last.content.trim() === '')
    throw new Error(
      `aios: the prompt of golden "${printable(golden.id)}" must be a string, or a list of messages that ends with the user's`,
    )
  return conversation
}
