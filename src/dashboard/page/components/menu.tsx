import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A button that opens a small panel; Escape and a click outside close it. */
export function Menu({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  const element = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = ({ target }: Event) => {
      if (element.current?.open === true && !element.current.contains(target as Node)) element.current.open = false
    }
    addEventListener('pointerdown', close)
    return () => removeEventListener('pointerdown', close)
  }, [])
  return (
    <details
      ref={element}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || element.current === null) return
        event.stopPropagation()
        element.current.open = false
        element.current.querySelector('summary')?.focus()
      }}
    >
      <summary>{label}</summary>
      <div class="menu-panel">{children}</div>
    </details>
  )
}
