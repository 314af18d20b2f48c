import { useRef, useState } from 'preact/hooks'

/** When a partial answer is asked for again, in milliseconds. */
const AGAIN_MS = 2_000

/** Counts up some time after an answer that has not all events yet, so that it is asked for again. */
export function useAgain(): { count: number; later: (gone: AbortSignal) => void } {
  const [count, setCount] = useState(0)
  const later = useRef((gone: AbortSignal) => {
    const timer = setTimeout(() => setCount((before) => before + 1), AGAIN_MS)
    gone.addEventListener('abort', () => clearTimeout(timer))
  })
  return { count, later: later.current }
}
