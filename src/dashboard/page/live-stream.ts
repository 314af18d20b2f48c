import type { LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { liveMessageIn } from './live-message.ts'

/** How long the page waits before it opens a stream again that the browser gave up, in milliseconds. */
const PAUSE_MS = 3_000

/** A stream without a sign of life for so long is dead: the server sends one every 15 s. */
const SILENT_MS = 40_000

/** Calls back for each live message, and with null when the connection is lost. Returns how to stop. */
export function liveStream(onMessage: (message: LiveMessage | null) => void): () => void {
  let events = open()
  let heard = performance.now()

  function open(): EventSource {
    const opened = new EventSource('api/live')
    opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
      heard = performance.now()
      onMessage(liveMessageIn(data))
    })
    opened.addEventListener('error', () => onMessage(null))
    return opened
  }

  const timer = setInterval(() => {
    // The browser reconnects by itself, but not after an answer such as 502 of a proxy whose server restarts.
    const isSilent = events.readyState === EventSource.OPEN && performance.now() - heard > SILENT_MS
    if (events.readyState !== EventSource.CLOSED && !isSilent) return
    events.close()
    onMessage(null)
    heard = performance.now()
    events = open()
  }, PAUSE_MS)
  return () => {
    clearInterval(timer)
    events.close()
  }
}
