import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An issue as GitHub stores it. */
export interface Issue {
  number: number
  state: 'open' | 'closed'
  title: string
  body: string
  labels: string[]
  comments: string[]
  pull_request?: object
}

/**
 * The part of GitHub's API for the issues of one repository, `team/app`, over HTTP: list by state and label, create,
 * update, comment. It requires the token `secret-token`, and answers as GitHub does without it.
 */
export async function issuesApi() {
  const issues: Issue[] = []
  let refusal: number | null = null
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = (status: number, data: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(data))
      }
      if (refusal !== null) return answer(refusal, { message: 'Resource not accessible by integration' })
      if (request.headers.authorization !== 'Bearer secret-token') return answer(401, { message: 'Bad credentials' })
      const url = new URL(request.url ?? '', 'http://localhost')
      const data = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Partial<Issue>)
      const [, number, comments] = /^\/repos\/team\/app\/issues(?:\/(\d+)(\/comments)?)?$/.exec(url.pathname) ?? []
      const issue = issues.find((each) => String(each.number) === number)
      if (!url.pathname.startsWith('/repos/team/app/issues')) return answer(404, { message: 'Not Found' })
      if (number === undefined && request.method === 'GET')
        return answer(
          200,
          issues.filter(
            ({ state, labels }) =>
              state === url.searchParams.get('state') && labels.includes(url.searchParams.get('labels') ?? ''),
          ),
        )
      if (number === undefined && request.method === 'POST') {
        const { title = '', body = '', labels = [] } = data
        const created: Issue = { number: issues.length + 1, state: 'open', title, body, labels, comments: [] }
        issues.push(created)
        return answer(201, created)
      }
      if (issue === undefined) return answer(404, { message: 'Not Found' })
      if (comments !== undefined) issue.comments.push(data.body ?? '')
      else Object.assign(issue, data)
      return answer(200, issue)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issues,
    /** From now on every request is answered with this status. */
    refuse: (status: number) => void (refusal = status),
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}
