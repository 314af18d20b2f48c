/** A request without an answer, or without the end of one. `code` is in the form of a system error. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly code: 'CONNECT_TIMEOUT' | 'ANSWER_TIMEOUT' | 'CLIENT_CLOSED' | 'ABORTED' | 'ECONNRESET'

  constructor(code: HttpError['code'], message: string) {
    super(message)
    this.code = code
  }
}
