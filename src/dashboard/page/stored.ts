/** A choice that was kept in this browser; null: none was, or the browser keeps nothing for files. */
export function storedChoice(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** Keeps a choice in this browser, where it can. */
export function storeChoice(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // The choice then lasts as long as the page.
  }
}
