/** Saves a file: a text, or a data URL. */
export function download(name: string, content: string, type?: string): void {
  const url = type === undefined ? content : URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  if (type !== undefined) setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
