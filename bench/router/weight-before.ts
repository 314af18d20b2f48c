// The weight that the package began with, for comparison only.
import { lastQuestion, type Message } from '../../src/message.ts'

const GREETING =
  /^\s*(hi|hello|hey|good (morning|afternoon|evening|night)|thanks?|thank you|ok(ay)?|bye|yes|no|hola|gracias|bonjour|merci|salut|hallo|danke|ciao|grazie|olá|obrigado|привет|спасибо|你好|谢谢|こんにちは|ありがとう|안녕하세요)\b[\p{L}\s,!.?'’]{0,24}$/iu
const CODE =
  /```|\b(function|class|code|program|script|sql|regex|algorithm|python|javascript|typescript)\b|[{};]\s*$/imu
const WORK =
  /\b(explain|compare|contrast|analy[sz]e|derive|prove|design|plan|summari[sz]e|write|draft|translate|rewrite|describe|outline|discuss|evaluate|why|how)\b/giu
const CONSTRAINT =
  /\b(exactly|at (most|least)|no more than|fewer than|more than|without|must|only|do not|don't|avoid|each|every|format|json|bullet|sentences?|words?|steps?|list)\b/giu

/** 0 to 1. */
export function weightBefore(messages: readonly Message[]): number {
  const question = lastQuestion(messages)
  const words = question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  const turns = messages.filter((message) => message.role !== 'system').length - 1
  const sum =
    0.32 +
    (0.25 * Math.min(1, Math.log1p(words) / Math.log(120)) - 0.12) +
    0.05 * Math.min(3, count(question, /\d+([.,]\d+)*/g)) +
    (CODE.test(question) ? 0.18 : 0) +
    0.09 * Math.min(2, count(question, WORK)) +
    0.06 * Math.min(4, count(question, CONSTRAINT)) +
    0.05 * Math.min(3, Math.max(0, count(question, /[?;\n]|\b(and then|then|also)\b/giu) - 1)) +
    0.03 * Math.min(5, Math.max(0, turns)) +
    (GREETING.test(question) ? -0.25 : 0)
  return Math.round(Math.min(1, Math.max(0, sum)) * 1_000) / 1_000
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
