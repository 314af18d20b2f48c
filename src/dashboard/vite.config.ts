import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Builds the page of the dashboard into `dist/dashboard`: one script and one style sheet, which a static export embeds. */
export default defineConfig({
  root: join(import.meta.dirname, 'page'),
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '../../dist/dashboard'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: { codeSplitting: false, entryFileNames: 'page.js', assetFileNames: 'page[extname]' },
    },
  },
})
