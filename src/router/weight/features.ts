import { lastQuestion, type Message } from '../../message.ts'
import { isGreeting } from './greeting.ts'
import type { Scan } from './counts.ts'
import { readPart } from './loaded-text.ts'
import { scan } from './scan.ts'

/** Values of the features of a message, 0 to 1, in the order of `FEATURES`. */
export function featuresOf(messages: readonly Message[]): number[] {
  const question = lastQuestion(messages)
  const greeting = isGreeting(question)
  const seen = scan(readPart(question))
  const words = wordsIn(seen) * (question.length / Math.max(1, Math.min(question.length, 4_000)))
  const { letters } = seen
  const unspaced = seen.han + seen.kana + seen.thai
  const { turns, context } = greeting ? { turns: 0, context: 0 } : before(messages)
  return [
    upTo1(Math.log1p(words) / LONG),
    upTo1(seen.numbers / 5),
    upTo1((seen.digits - 1) / 4),
    upTo1(seen.operators / 3),
    // Numbers in sentences: typical of a word problem.
    upTo1((seen.numbers - 1) / 2) * upTo1((words - 6) / 20) * (seen.options >= 2 ? 0.5 : 1),
    upTo1(seen.relation / 3),
    upTo1(seen.formulas / 3),
    codeIn(seen),
    seen.work === 0 ? 0 : seen.work === 1 ? 0.7 : 1,
    upTo1(seen.reasoning / 2),
    upTo1(seen.constraint / 3),
    upTo1((seen.step + Math.max(0, seen.stops - 1) / 2) / 3),
    upTo1((seen.questions - 1) / 2),
    upTo1(Math.log1p(seen.lines + seen.listLines - 1) / Math.log(16)),
    upTo1((seen.commas - 1) / 6),
    upTo1(seen.quotes / 4),
    upTo1(seen.negation / 2),
    // The length of words is unknown in scripts without spaces: use that of an average sentence.
    letters > unspaced ? upTo1((letters / Math.max(1, seen.words) - 3.5) / 4) : unspaced > 0 ? 0.25 : 0,
    upTo1((3 * (seen.foreign + unspaced)) / Math.max(1, letters + unspaced)),
    seen.options >= 2 ? upTo1((seen.options - 1) / 2) : 0,
    closedIn(seen),
    upTo1(seen.given / 2),
    turns,
    context,
    greeting ? 1 : 0,
  ]
}

/** Logarithm of the number of words above which length is constant. */
const LONG = Math.log1p(250)

/** Number of words, estimated in scripts without spaces. */
function wordsIn({ words, han, kana, thai }: Scan): number {
  return words + 0.6 * han + 0.35 * kana + 0.2 * thai
}

function codeIn({ fences, code, calls, braces, formulas }: Scan): number {
  // In a message with formulas, braces belong to them.
  const marks = formulas > 1 ? 0 : Math.min(braces, 8) / 8
  return upTo1(fences + 0.5 * Math.min(code, 2) + 0.2 * Math.min(calls, 2) + marks)
}

/** A yes-no question, or a choice between a few labels; not a request in that form, such as "can you write". */
function closedIn({ closed, yesNo, work }: Scan): number {
  return upTo1(closed / 2 + (yesNo > 0 && work === 0 ? 0.6 : 0))
}

/** Length of the conversation; reads only the lengths of earlier messages. */
function before(messages: readonly Message[]): {
  turns: number
  context: number
} {
  let turns = -1
  let characters = 0
  for (const { role, content } of messages) {
    if (role !== 'system') turns += 1
    characters += content.length
  }
  const earlier = Math.max(0, characters - (messages.at(-1)?.content.length ?? 0))
  return {
    turns: turns <= 0 ? 0 : upTo1(Math.log1p(turns) / Math.log1p(12)),
    context: upTo1(Math.log1p(earlier / 400) / Math.log1p(20)),
  }
}

function upTo1(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value
}
