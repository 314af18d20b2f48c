/** A number of bytes as text, such as `812 B`, `640 kB`, `98 MB` or `1.1 GB`. */
export function size(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 999_500_000 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
