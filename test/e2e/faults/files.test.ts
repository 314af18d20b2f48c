import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { serve, three, unwrapped } from '../../support/fault-project.ts'
import { MONOREPO, numbered, packageFiles } from '../../support/golden-project.ts'
import { test } from '../../support/project.ts'
import { requires } from '../../support/requires.ts'
import { startNode } from '../../support/running.ts'

describe('files that cannot be written', { timeout: 120_000 }, () => {
  /** An obstacle in the folder of a package, and the words of its run. */
  const BLOCKED: Record<string, { block: (folder: string) => void; says: RegExp }> = {
    file: {
      block: (folder) => writeFileSync(join(folder, '.aios'), 'not a folder'),
      says: /cannot write the provenance log \S*file\/\.aios\/provenance\.ndjson: a file is where its folder should be/,
    },
    folder: {
      block: (folder) => void mkdirSync(join(folder, '.aios/provenance.ndjson'), { recursive: true }),
      says: /cannot write the provenance log \S*folder\/\S*: a folder is in its place \(EISDIR\)/,
    },
    full: {
      block(folder) {
        mkdirSync(join(folder, '.aios'))
        symlinkSync('/dev/full', join(folder, '.aios/provenance.ndjson'))
      },
      says: /cannot write the provenance log \S*full\/\S*: no space is left \(ENOSPC\)/,
    },
  }

  test('a log: an error with a remedy, exit 1, and the results of the tests', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, { block }] of Object.entries(BLOCKED)) {
      await project.write(packageFiles(name, { [name]: numbered(3) }))
      block(join(project.dir, 'packages', name))
    }
    const run = await project.vitest(['run', 'goldens'], { ...env, COLUMNS: '400' })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/Tests {2}9 passed \(9\)/)
    expect(run.output).not.toMatch(/status +PASS/)
    expect(unwrapped(run.output).match(/set AIOS_DIR to a folder that can be written/g)?.length).toBeGreaterThanOrEqual(
      3,
    )
    for (const [name, { says }] of Object.entries(BLOCKED)) {
      expect(unwrapped(run.output)).toMatch(says)
      expect(run.output).toMatch(new RegExp(`goldens +${name} +3/3 pass`))
      const report = `packages/${name}/.aios/last_report.json`
      if (project.exists(report)) expect(JSON.parse(await project.read(report))).toMatchObject({ status: 'fail' })
    }
  })

  test('a job summary that cannot be written fails the run with its reason', async ({ project, onTestFinished }) => {
    const { server, env } = await serve()
    onTestFinished(() => server.close())
    await project.write(three)
    const run = await project.vitest(['run', 'goldens'], { ...env, GITHUB_STEP_SUMMARY: project.dir })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/goldens +plain +3\/3 pass/)
    expect(unwrapped(run.output)).toMatch(/GITHUB_STEP_SUMMARY.*EISDIR/)
  })
})

requires('tmpfs')('a read-only and a full disk', () => {
  test('name every file that could not be written', { timeout: 60_000 }, async ({ project, onTestFinished }) => {
    const { server, env } = await serve(() => 'long '.repeat(1_000))
    onTestFinished(() => server.close())
    const disks = { readonly: 'ro', full: 'size=8k' }
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const name of Object.keys(disks)) {
      await project.write(packageFiles(name, { [name]: numbered(3) }))
      mkdirSync(join(project.dir, `packages/${name}/.aios`))
    }
    const mounts = Object.entries(disks).map(
      ([name, options]) => `mount -t tmpfs -o ${options} tmpfs packages/${name}/.aios && `,
    )
    // A mount of its own namespace: it ends with the process.
    await project.write({
      'run.mjs': `import { execFileSync } from 'node:child_process'
const script = '${mounts.join('')}exec "$@"'
try {
  execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', process.execPath, ...process.argv.slice(2)], { stdio: 'inherit' })
} catch (error) {
  process.exitCode = error.status
}
`,
    })
    const vitest = join(project.dir, 'node_modules/vitest/vitest.mjs')
    const run = startNode(project, ['run.mjs', vitest, 'run', 'goldens'], { ...env, COLUMNS: '400' })
    expect(await run.exited).toBe(1)
    const output = unwrapped(run.output())
    for (const [name, why] of [
      ['readonly', /permission denied \(EROFS\)/],
      ['full', /no space is left \(ENOSPC\)/],
    ] as const) {
      expect(output).toMatch(new RegExp(`cannot write [^:]*packages/${name}/\\S*: ${why.source}`))
      expect(output).toMatch(new RegExp(`cannot write [^:]*packages/${name}/\\S*(?:last_report\\.json|comparison)`))
      expect(output).toMatch(new RegExp(`goldens +${name} +3/3 pass`))
    }
    expect(run.output()).toMatch(/Tests {2}6 passed \(6\)/)
  })
})
