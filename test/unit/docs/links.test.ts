import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const REPOSITORY =
  /^https:\/\/(?:github\.com\/vitest-aios\/vitest-aios\/(?:blob|tree)\/main|raw\.githubusercontent\.com\/vitest-aios\/vitest-aios\/main)\//

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}/README.md`),
].filter((page) => existsSync(join(root, page)))

/** The text of a page without its code. */
function prose(page: string): string {
  return readFileSync(join(root, page), 'utf8')
    .replaceAll(/^( *)```[^]*?^\1```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, '_'))
}

interface Link {
  page: string
  target: string
}

const links: Link[] = pages.flatMap((page) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })),
)

/** The path of a link's file from the root, and its anchor; null: it leads out of the repository. */
function resolved({ page, target }: Link): { path: string; anchor: string } | null {
  const inside = target.replace(REPOSITORY, '/')
  if (/^https?:/.test(inside)) return null
  const [file = '', anchor = ''] = inside.split('#')
  const path = file === '' ? page : file.startsWith('/') ? file.slice(1) : relative(root, join(root, page, '..', file))
  return { path, anchor }
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('leads every link inside the repository to a file, and to a heading', () => {
  const broken = links.filter((link) => {
    const to = resolved(link)
    if (to === null) return false
    if (!existsSync(join(root, to.path))) return true
    return to.anchor !== '' && !anchorsOf(to.path).includes(to.anchor)
  })
  expect(links.length).toBeGreaterThan(60)
  expect(broken).toEqual([])
})

test('has absolute links only in the README, which npm shows without the repository', () => {
  const fromReadme = links.filter(({ page }) => page === 'README.md')
  expect(fromReadme.filter(({ target }) => !target.startsWith('https://'))).toEqual([])
})

test('links from the index to every page of the documentation', () => {
  const named = links.flatMap((link) => (link.page === 'docs/README.md' ? [resolved(link)?.path] : []))
  const others = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
  expect(others.filter((page) => !named.includes(page))).toEqual([])
})
