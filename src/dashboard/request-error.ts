/** A request that cannot be answered, with the HTTP status and the remedy. */
export class RequestError extends Error {
  override name = 'RequestError'
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 421 | 429 | 503
  /** The remedy; null: not known. */
  readonly next: string | null

  constructor(status: RequestError['status'], message: string, next: string | null = null) {
    super(message)
    this.status = status
    this.next = next
  }
}
