import { useEffect, useState } from 'preact/hooks'
import { storeChoice, storedChoice } from './stored.ts'

/** `auto` follows the system. */
export const THEME_CHOICES = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof THEME_CHOICES)[number]

const STORED = 'aios-theme'

/** The chosen theme, the one that is shown, and how to choose. */
export function useTheme(): { choice: ThemeChoice; theme: 'light' | 'dark'; choose: (choice: ThemeChoice) => void } {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const [choice, setChoice] = useState<ThemeChoice>(usualChoice)
  const [isSystemDark, setSystemDark] = useState(system.matches)
  useEffect(() => {
    const update = () => setSystemDark(system.matches)
    system.addEventListener('change', update)
    return () => system.removeEventListener('change', update)
  }, [])
  const theme = choice === 'auto' ? (isSystemDark ? 'dark' : 'light') : choice
  // Before the children draw their charts in the colours of the theme.
  document.documentElement.dataset['theme'] = theme
  return {
    choice,
    theme,
    choose(next) {
      storeChoice(STORED, next)
      setChoice(next)
    },
  }
}

function usualChoice(): ThemeChoice {
  const stored = storedChoice(STORED)
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'auto'
}

/** The value of a custom property of the style sheet, such as `--accent`. */
export function cssValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
