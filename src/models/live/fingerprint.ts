import { isRecord } from '../../is-record.ts'
import type { Software } from '../../settings/software.ts'
import { parseJson } from './error-body.ts'
import { header } from './transport.ts'
import type { TextAnswer } from './transport.ts'

const BY_OWNER: Readonly<Record<string, Software>> = {
  organization_owner: 'lmstudio',
  'vitest-aios': 'vitest-aios',
  llamacpp: 'llama.cpp',
  library: 'ollama',
  vllm: 'vllm',
}

/** The software behind the answers to `/lmstudio-greeting` and `/v1/models`. Pure. */
export function softwareOf(greeting: TextAnswer | null, models: TextAnswer): Software {
  if ([greeting, models].some((answer) => answer !== null && isStandIn(answer))) return 'vitest-aios'
  if (greeting !== null && isGreeting(greeting)) return 'lmstudio'
  const body = parseJson(models.text)
  const rows: unknown[] = isRecord(body) && Array.isArray(body['data']) ? body['data'] : []
  const owners = rows.filter(isRecord).map((row) => row['owned_by'])
  return (
    owners
      .map((owner) => (typeof owner === 'string' ? BY_OWNER[owner] : undefined))
      .find((known) => known !== undefined) ?? 'unknown'
  )
}

/** Whether it is the greeting by which LM Studio's own tools recognise its server. */
export function isGreeting(answer: TextAnswer): boolean {
  const body = answer.status === 200 ? parseJson(answer.text) : undefined
  return isRecord(body) && body['lmstudio'] === true
}

function isStandIn(answer: TextAnswer): boolean {
  return /vitest-aios/.test(header(answer.headers, 'x-powered-by') + header(answer.headers, 'server'))
}
