import { useEffect, useState } from 'preact/hooks'
import type { LiveMessage } from '../../../schemas/generated/dashboard.ts'
import type { AnswerSource } from './source.ts'
import { storeChoice, storedChoice } from './stored.ts'

/** When the page asks for new data: when the log changes, every ten seconds, or never; in a visible tab. */
export const REFRESH_MODES = ['live', '10 s', 'off'] as const
export type RefreshMode = (typeof REFRESH_MODES)[number]

const STORED = 'aios-refresh'

/** Shortest time between two refreshes, in milliseconds. */
const PAUSE_MS = 1_000

/** When and how the page is refreshed, and the state of the connection. */
export interface Live {
  mode: RefreshMode
  setMode: (mode: RefreshMode) => void
  /** Counts up with each refresh. */
  tick: number
  connected: boolean
  /** Asks for new data at once, such as after a change that the page made. */
  refresh: () => void
}

/** Keeps the page up to date. */
export function useRefresh(source: AnswerSource): Live {
  const [mode, setStoredMode] = useState<RefreshMode>(storedMode)
  const [tick, setTick] = useState(0)
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    if (source.isExport || mode === 'off') return
    if (mode === '10 s') {
      const refreshVisible = () => {
        if (!document.hidden) setTick((count) => count + 1)
      }
      const timer = setInterval(refreshVisible, 10_000)
      document.addEventListener('visibilitychange', refreshVisible)
      return () => {
        clearInterval(timer)
        document.removeEventListener('visibilitychange', refreshVisible)
      }
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    let isLost = false
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        setTick((count) => count + 1)
      }, PAUSE_MS)
    }
    const open = () =>
      source.live((message: LiveMessage | null) => {
        setConnected(message !== null)
        if (message === null) isLost = true
        else if (message.type === 'log' || isLost) {
          isLost = false
          refresh()
        }
      })
    // A browser opens six connections to a server for all tabs: with six streams no other tab would load.
    let stop = document.hidden ? null : open()
    const onVisibility = () => {
      stop?.()
      stop = document.hidden ? null : open()
      if (stop !== null) refresh()
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(timer)
      stop?.()
    }
  }, [source, mode])
  const setMode = (next: RefreshMode) => {
    storeChoice(STORED, next)
    setStoredMode(next)
    setConnected(true)
  }
  return { mode, setMode, tick, connected, refresh: () => setTick((count) => count + 1) }
}

function storedMode(): RefreshMode {
  const stored = storedChoice(STORED)
  return REFRESH_MODES.find((mode) => mode === stored) ?? 'live'
}
