import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Address } from './address.ts'
import type { Live } from './refresh.ts'
import type { AnswerSource } from './source.ts'

/** Values that any component can use. */
export interface PageContext {
  source: AnswerSource
  address: Address
  live: Live
  /** The theme that is shown. */
  theme: 'light' | 'dark'
}

export const Page = createContext<PageContext | null>(null)

/** The context of the page. */
export function usePage(): PageContext {
  const page = useContext(Page)
  if (page === null) throw new Error('outside of the page')
  return page
}
