import { checkFacts, STATE_WORDS, violations } from '../../artifacts/slo/check-text.ts'
import type { SloCheck } from '../../artifacts/slo/check.ts'
import { stateOf } from '../../artifacts/slo/state.ts'
import { isRecord } from '../../is-record.ts'
import { errorMessage } from '../../text/error-message.ts'
import { escapeMarkdown } from '../../text/markdown.ts'
import { printable } from '../../text/printable.ts'
import { withoutSecrets } from '../../text/redaction.ts'

/** The label by which the issue is found again. */
const ISSUE_LABEL = 'aios-slo'

/** The repository and how to reach it, as GitHub Actions sets them. */
export interface Repository {
  api: string
  /** `owner/name`. */
  name: string
  token: string
  /** The workflow run, for people to look at. */
  run: string | null
}

const TIMEOUT_MS = 15_000

/** A page of 100 issues has less than 10 MB. */
const MAX_BYTES = 32_000_000

/**
 * The repository of a workflow run, from its environment: `GITHUB_REPOSITORY` and `GITHUB_TOKEN`, and optionally
 * `GITHUB_API_URL`, `GITHUB_SERVER_URL` and `GITHUB_RUN_ID`. Throws an error that names what is missing.
 */
export function repositoryOf(env: Readonly<Record<string, string | undefined>>): Repository {
  const { GITHUB_REPOSITORY: name, GITHUB_RUN_ID: id } = env
  const token = env['GITHUB_TOKEN']?.trim()
  if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new Error('--issue requires GITHUB_REPOSITORY as owner/name; GitHub Actions sets it')
  if (token === undefined || token === '')
    throw new Error('--issue requires GITHUB_TOKEN: in a workflow, env: GITHUB_TOKEN: ${{ github.token }}')
  // The value is not repeated, as an error of fetch would.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('GITHUB_TOKEN must be one line without spaces')
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const run = id === undefined ? null : `${server}/${name}/actions/runs/${id}`
  return { api: env['GITHUB_API_URL'] ?? 'https://api.github.com', name, token, run }
}

/**
 * Keeps one open issue while the objectives are not met: opens it, updates it, comments when other objectives are
 * violated than before, and closes it when all are met. Returns one line for the person. Throws when GitHub refuses.
 */
export async function updateIssue(check: SloCheck, repository: Repository): Promise<string> {
  const state = stateOf(check)
  const issues = `/repos/${repository.name}/issues`
  const open = await openIssue(repository, issues)
  if (state === 'met') {
    if (open === null) return 'no issue is open: the objectives are met'
    await send(repository, 'POST', `${issues}/${open.number}/comments`, { body: bodyOf(check, repository) })
    await send(repository, 'PATCH', `${issues}/${open.number}`, { state: 'closed', state_reason: 'completed' })
    return `issue #${open.number} was closed: the objectives are met again`
  }
  const title = state === 'violated' ? 'Objectives are violated' : 'Objectives cannot be judged'
  const body = `${bodyOf(check, repository)}\n\n${signatureOf(check)}`
  if (open === null) {
    const created = await send(repository, 'POST', issues, { title, body, labels: [ISSUE_LABEL] })
    return `issue #${numberOf(created)} was opened: ${STATE_WORDS[state]}`
  }
  const isChanged = !open.body.includes(signatureOf(check))
  await send(repository, 'PATCH', `${issues}/${open.number}`, { title, body })
  if (!isChanged) return `issue #${open.number} was updated: ${STATE_WORDS[state]}, as before`
  await send(repository, 'POST', `${issues}/${open.number}/comments`, { body: bodyOf(check, repository) })
  return `issue #${open.number} was updated with a comment: ${STATE_WORDS[state]}`
}

/** What is violated, without its values: while it stays the same, the issue gets no further comment. */
function signatureOf(check: SloCheck): string {
  const facts = check.kind === 'cannot_tell' ? 'cannot_tell' : violations(check)
  return `<!-- ${ISSUE_LABEL} ${Buffer.from(JSON.stringify(facts)).toString('base64url')} -->`
}

function bodyOf(check: SloCheck, { run }: Repository): string {
  const facts = checkFacts(check).map((fact) => `- ${escapeMarkdown(fact)}`)
  const source = run === null ? [] : [`[The run that found it](${run})`]
  return [`Objectives: **${STATE_WORDS[stateOf(check)]}**`, facts.join('\n'), ...source].join('\n\n')
}

async function openIssue(repository: Repository, issues: string): Promise<{ number: number; body: string } | null> {
  const found = await send(repository, 'GET', `${issues}?state=open&labels=${ISSUE_LABEL}&per_page=100`)
  const list: unknown[] = Array.isArray(found) ? found : []
  // The list of issues has the pull requests too.
  const issue = list.find((each) => isRecord(each) && each['pull_request'] === undefined)
  if (!isRecord(issue)) return null
  return { number: numberOf(issue), body: typeof issue['body'] === 'string' ? issue['body'] : '' }
}

function numberOf(issue: unknown): number {
  if (isRecord(issue) && typeof issue['number'] === 'number') return issue['number']
  throw new Error('GitHub sent an issue without a number')
}

async function send(repository: Repository, method: string, path: string, data?: unknown): Promise<unknown> {
  const response = await fetch(`${repository.api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${repository.token}`,
      'content-type': 'application/json',
      'user-agent': 'vitest-aios',
      'x-github-api-version': '2022-11-28',
    },
    ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    // An error about an invalid header quotes the header.
    const reason = withoutSecrets(errorMessage(error), [repository.token])
    throw new Error(`GitHub cannot be reached: ${printable(reason, { max: 300 })}`)
  })
  const text = await textOf(response)
  if (response.ok) return text === '' ? null : parsed(text, `${method} ${path}`)
  const remedy = [403, 404].includes(response.status) ? '; the job needs the permission "issues: write"' : ''
  throw new Error(`GitHub answered ${response.status} to ${method} ${path}${remedy}`)
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      if (bytes > MAX_BYTES) throw new Error(`the reply has more than ${MAX_BYTES / 1e6} MB`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw new Error(`GitHub cannot be read: ${printable(errorMessage(error), { max: 300 })}`, { cause: error })
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string, request: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`GitHub's reply to ${request} is not valid JSON; check GITHUB_API_URL`)
  }
}
