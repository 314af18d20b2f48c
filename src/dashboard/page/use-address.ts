import { useEffect, useState } from 'preact/hooks'
import { type Address, parseAddress } from './address.ts'

/** Goes to a fragment. `replace`: without an entry in the history, as for text that is being typed. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href)
    dispatchEvent(new HashChangeEvent('hashchange'))
  } else location.hash = href
}

/** The address of the page, as it changes. */
export function useAddress(): Address {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const update = () => setHash(location.hash)
    addEventListener('hashchange', update)
    return () => removeEventListener('hashchange', update)
  }, [])
  return parseAddress(hash)
}
