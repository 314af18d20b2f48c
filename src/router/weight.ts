import { lastQuestion, type Message } from '../message.ts'

/** How much a message asks for the large model, and which features say so. */
export interface Weight {
  /** 0 (the small model will do) to 1 (the large one is needed). */
  value: number
  /** Contribution of each feature that is not zero, by its name. They add up to `value` before it is bounded to 0..1. */
  parts: Record<string, number>
}

const BASE = 0.32
const GREETING =
  /^\s*(hi|hello|hey|good (morning|afternoon|evening|night)|thanks?|thank you|ok(ay)?|bye|yes|no|hola|gracias|bonjour|merci|salut|hallo|danke|ciao|grazie|olá|obrigado|привет|спасибо|你好|谢谢|こんにちは|ありがとう|안녕하세요)\b[\p{L}\s,!.?'’]{0,24}$/iu
const CODE =
  /```|\b(function|class|code|program|script|sql|regex|algorithm|python|javascript|typescript)\b|[{};]\s*$/imu
const WORK =
  /\b(explain|compare|contrast|analy[sz]e|derive|prove|design|plan|summari[sz]e|write|draft|translate|rewrite|describe|outline|discuss|evaluate|why|how)\b/giu
const CONSTRAINT =
  /\b(exactly|at (most|least)|no more than|fewer than|more than|without|must|only|do not|don't|avoid|each|every|format|json|bullet|sentences?|words?|steps?|list)\b/giu

/**
 * Scores the last user message in the light of its conversation: a sum of bounded contributions of length, numbers,
 * code, work asked for, constraints and turns. No model is called, and the same message always gets the same weight.
 */
export function weigh(messages: readonly Message[]): Weight {
  const question = lastQuestion(messages)
  const words = question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  const turns = messages.filter((message) => message.role !== 'system').length - 1
  const parts: Record<string, number> = {
    base: BASE,
    length: 0.25 * Math.min(1, Math.log1p(words) / Math.log(120)) - 0.12,
    numbers: 0.05 * Math.min(3, count(question, /\d+([.,]\d+)*/g)),
    code: CODE.test(question) ? 0.18 : 0,
    work: 0.09 * Math.min(2, count(question, WORK)),
    constraints: 0.06 * Math.min(4, count(question, CONSTRAINT)),
    parts: 0.05 * Math.min(3, Math.max(0, count(question, /[?;\n]|\b(and then|then|also)\b/giu) - 1)),
    turns: 0.03 * Math.min(5, Math.max(0, turns)),
    greeting: GREETING.test(question) ? -0.25 : 0,
  }
  const rounded = Object.entries(parts).flatMap(([name, part]) => (part === 0 ? [] : [[name, round(part)] as const]))
  const sum = rounded.reduce((total, [, part]) => total + part, 0)
  return { value: round(Math.min(1, Math.max(0, sum))), parts: Object.fromEntries(rounded) }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Three decimals: enough to tell routes apart, and short in every event. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
