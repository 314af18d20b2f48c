import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { type Project, test } from '../support/project.ts'

const config = (options: string) => `
import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({ plugins: [aios()], test: { ${options} } })
`

/** One matcher of each kind: without arguments, with them, asynchronous, asymmetric; and one of ours. */
const SUITE = `
import { expect, test } from 'vitest-aios'
test('has the matchers', async () => {
  expect([1, 2]).toIncludeSameMembers([2, 1])
  expect('a').not.toBeArray()
  await expect(Promise.reject(new Error('no'))).toReject()
  expect({ steps: [], text: 'Paris' }).toEqual({ steps: expect.toBeEmpty(), text: expect.toStartWith('Par') })
  expect({ nested: new Map([['a', [1]]]) }).toContainEntry(['nested', new Map([['a', [1]]])])
  expect('Paris').toAnswer({ id: 'capital', question: 'The capital?', trait: 'facts', expect: { contains: 'Paris' } })
})
`

/** Options of projects, each of which has two files. */
const OPTIONS: Record<string, string> = {
  forks: '',
  threads: "pool: 'threads'",
  vmThreads: "pool: 'vmThreads'",
  vmForks: "pool: 'vmForks'",
  'one worker for several files': 'isolate: false, fileParallelism: false',
}

const uninstall = (project: Project) => rm(join(project.dir, 'node_modules/jest-extended'))

describe('jest-extended, where it is installed', { timeout: 120_000 }, () => {
  test('adds its matchers with their messages, but for those that the project registered under the same name', async ({
    project,
  }) => {
    const projects = Object.entries(OPTIONS).map(
      ([name, options]) => `{ extends: true, test: { name: '${name}', include: ['[ab].test.js'], ${options} } }`,
    )
    const own = "{ extends: true, test: { name: 'own', include: ['own.test.js'], setupFiles: ['./setup.js'] } }"
    const failing = "{ extends: true, test: { name: 'failing', include: ['failing.test.js'] } }"
    await project.write({
      'vitest.config.js': config(`projects: [${[...projects, own, failing].join(', ')}]`),
      'a.test.js': SUITE,
      'b.test.js': SUITE,
      'setup.js': `
        import { expect } from 'vitest'
        expect.extend({ toBeEven: () => ({ pass: true, message: () => '' }) })
      `,
      'own.test.js': `
        import { expect, test } from 'vitest-aios'
        test('own', () => expect(3).toBeEven())
        test('added', () => expect(3).toBeOdd())
      `,
      'failing.test.js': `
        import { expect, test } from 'vitest-aios'
        test('even', () => expect(3).toBeEven())
        test('both', () => expect(4).not.toBeEven())
      `,
    })
    const { exitCode, output } = await project.vitest(['run', '--reporter=verbose'])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/Tests +2 failed \| 12 passed \(14\)/)
    for (const name of Object.keys(OPTIONS))
      for (const file of ['a', 'b'])
        expect(output).toMatch(new RegExp(`${name}\\W+${file}\\.test\\.js > has the matchers`))
    expect(output).toMatch(/own\W+own\.test\.js > added/)
    // A failure is reported in the words of jest-extended.
    expect(output).toContain('Expected value to be an even number received:')
    expect(output).toContain('Expected value to not be an even number received:')
  })
})

test('has no such matchers where jest-extended is not installed', async ({ project }) => {
  await uninstall(project)
  await project.write({
    'vitest.config.js': config(''),
    'a.test.js': `
      import { expect, test } from 'vitest-aios'
      test('missing', () => {
        expect(() => expect([]).toBeArray()).toThrow('Invalid Chai property: toBeArray')
        expect('Paris').toAnswer({ id: 'capital', question: 'The capital?', trait: 'facts' })
      })
    `,
  })
  const { exitCode, output } = await project.vitest(['run'])
  expect(exitCode, output).toBe(0)
})
