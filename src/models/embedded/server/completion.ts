import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ReplyBodies } from './dialect.ts'
import type { GenerationStats } from '../engine/engine.ts'
import type { Lease } from './pool.ts'
import { asApiError } from './api-error.ts'
import type { ReplyRequest } from './request.ts'

/** One reply, whole or streamed; releases the model at its end. */
export class Completion {
  readonly #lease: Lease
  readonly #request: ReplyRequest
  readonly #signal: AbortSignal
  readonly #bodies: ReplyBodies

  constructor(lease: Lease, request: ReplyRequest, signal: AbortSignal) {
    this.#lease = lease
    this.#request = request
    this.#signal = signal
    this.#bodies = new ReplyBodies(lease.model, 'messages' in request.asked)
  }

  /** The whole reply; with `llamaRelease` also the statistics of `/api/v0`. */
  async plain(llamaRelease: string | null): Promise<object> {
    const pieces: string[] = []
    const { promptTokens, ended } = await this.#run((piece) => void pieces.push(piece))
    const whole = this.#bodies.whole(pieces.join(''), promptTokens, ended)
    return llamaRelease === null ? whole : { ...whole, ...this.#bodies.native(ended, llamaRelease) }
  }

  streamed(c: Context): Response {
    return streamSSE(c, async (stream) => {
      const send = (body: object) => stream.writeSSE({ data: JSON.stringify(body) })
      try {
        const { promptTokens, ended } = await this.#run((piece) => send(this.#bodies.piece(piece)))
        await send(this.#bodies.finish(ended))
        if (this.#request.includeUsage) await send(this.#bodies.usage(promptTokens, ended))
        await stream.writeSSE({ data: '[DONE]' })
      } catch (error) {
        const { message } = asApiError(error, true)
        await stream.writeSSE({ event: 'error', data: JSON.stringify({ error: { message }, message }) })
      }
    })
  }

  async #run(onPiece: (piece: string) => unknown): Promise<{ promptTokens: number; ended: GenerationStats }> {
    const { model } = this.#lease
    try {
      const prompt = model.prompt(this.#request.asked)
      const reply = model.generate(prompt, this.#request.decoding, this.#signal)
      for (;;) {
        const next = await reply.next()
        if (next.done === true) return { promptTokens: prompt.tokens.length, ended: next.value }
        await onPiece(next.value)
      }
    } finally {
      this.#lease.release()
    }
  }
}
