import { useEffect, useRef } from 'preact/hooks'

/**
 * Calls the function of a key that is pressed, except with a modifier or while a person types in a field. Enter on a link or
 * button is theirs. `repeats` false: a key that is held down counts once.
 */
export function useKeys(keys: Readonly<Record<string, (() => void) | null>>, { repeats = true } = {}): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = Object.hasOwn(current.current, event.key) ? current.current[event.key] : null
      const isTyping =
        event.target instanceof Element && event.target.closest('input, select, textarea, details[open].menu')
      const isActivating =
        event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button, summary')
      if (
        act === null ||
        act === undefined ||
        isTyping ||
        isActivating ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return
      event.preventDefault()
      if (repeats || !event.repeat) act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [repeats])
}
