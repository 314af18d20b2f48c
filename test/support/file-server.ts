import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that has one file at every address, speaks of ranges, and can be told to stall. */
export interface FileServer {
  url: string
  /** First bytes of the ranges that were asked for, in order. */
  ranges: number[]
  /** Answers to GET from now on stop after so many bytes and never end; null: they are whole. */
  stallAfter: number | null
  /** Resolves when an answer has stalled. */
  stalled: Promise<void>
}

/** Starts the server on a free port of 127.0.0.1, for one test. */
export async function fileServer(content: Buffer): Promise<FileServer> {
  const stalled = Promise.withResolvers<void>()
  const state: FileServer = { url: '', ranges: [], stallAfter: null, stalled: stalled.promise }
  const server = createServer((request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
    const start = Number(from ?? 0)
    const end = to === undefined || to === '' ? content.length - 1 : Math.min(Number(to), content.length - 1)
    response.writeHead(from === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': end - start + 1,
      ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${content.length}` }),
    })
    if (request.method === 'HEAD') return response.end()
    if (from !== undefined) state.ranges.push(start)
    const body = content.subarray(start, end + 1)
    if (state.stallAfter === null || start + body.length <= state.stallAfter) return response.end(body)
    response.write(body.subarray(0, Math.max(0, state.stallAfter - start)), () => stalled.resolve())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
}
