import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of the built page by their names, as they are served. */
export interface PageAssets {
  html: string
  script: string
  style: string
}

/** The folder of the built page, beside the built command or in `dist` of the repository. */
const FOLDERS = [join(import.meta.dirname, 'dashboard'), join(import.meta.dirname, '../../../dist/dashboard')]

/** Reads the built page. Throws an Error with the remedy where it is not built. */
export function readPage(folders: readonly string[] = FOLDERS): PageAssets {
  for (const folder of folders) {
    try {
      const read = (name: string) => readFileSync(join(folder, name), 'utf8')
      return { html: read('index.html'), script: read('page.js'), style: read('page.css') }
    } catch {
      continue
    }
  }
  throw new Error(`the page of the dashboard is not built: it is not in ${folders[0]}\n  build it: npm run build`)
}
