import { chromium } from 'playwright-core'
import { test as base } from './project.ts'
import { CHROMIUM } from './requires.ts'

/** A page may ask for files on the internet, and is not loaded before that is answered. */
const LOCAL_ONLY = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'

/**
 * Else each window loads two pages for the list below the address bar, which take more processor time than a page of the
 * dashboard. The switch takes the place of Playwright's, most of which is about requests to the internet.
 */
const NO_ADDRESS_BAR = '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding,HttpsUpgrades'

/**
 * `test` with a fresh `project` and a `browser` that reaches this machine only. The tests of a worker share its process,
 * and their pages are closed after each of them. Not for concurrent tests.
 */
export const test = base
  .extend('sharedBrowser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', LOCAL_ONLY, NO_ADDRESS_BAR],
    })
    onCleanup(() => browser.close())
    return browser
  })
  .extend('browser', ({ sharedBrowser }, { onCleanup }) => {
    onCleanup(async () => {
      for (const context of sharedBrowser.contexts()) await context.close()
    })
    return sharedBrowser
  })
