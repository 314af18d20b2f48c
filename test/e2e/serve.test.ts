import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { spawn } from 'node:child_process'
import { PAIRS } from '../../src/models/embedded/install/catalogue.ts'
import { temporaryFolder } from '../support/folder.ts'
import { installed } from '../support/install-package.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'

vi.setConfig({ testTimeout: 60_000 })

const CLI = join(installed, 'dist/cli.js')

/** Runs `aios <args>` in an empty project. */
function aios(args: string[], env: Record<string, string>) {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: temporaryFolder(),
    env: { PATH, NODE_COMPILE_CACHE, ...env },
  })
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...output }))
  })
  return { child, output, ended }
}

/** An `AIOS_DIR` with the engine and the pair `tiny`, whatever else this repository has. */
function tinyPairOnly(): string {
  const dir = temporaryFolder()
  mkdirSync(join(dir, 'models'))
  for (const part of ['engine', ...PAIRS.tiny.map(({ file }) => join('models', file))])
    symlinkSync(join(AIOS_DIR, part), join(dir, part))
  return dir
}

requires('engine', 'weights')('aios serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
    const { child, output, ended } = aios(['serve', '--port', '0'], { AIOS_DIR: tinyPairOnly() })
    await expect.poll(() => output.out, { timeout: 30_000 }).toMatch(/^aios serve: http:\/\/127\.0\.0\.1:\d+\/v1\n$/)
    child.kill(signal)
    expect(await ended).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^Use it: AIOS_BASE_URL=http\S+ AIOS_MAIN_MODEL=smollm2-135m-instruct AIOS_EMBEDDER=gemma-3-270m npx vitest run goldens\n$/,
      ),
    })
  })

  test('SIGTERM ends it within seconds during any request', async () => {
    const { child, output, ended } = aios(['serve', '--port', '0'], { AIOS_DIR })
    await expect.poll(() => output.out, { timeout: 30_000 }).toMatch(/^aios serve: /)
    const url = `${output.out.replace('aios serve: ', '').trim()}/chat/completions`
    const ask = async (model: string, content: string) => {
      const body = JSON.stringify({ model, messages: [{ role: 'user', content }], max_tokens: 2_000 })
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => {})
    }
    // Prompts that nearly fill the context are processed for seconds; several wait for their turn.
    const asked = [1, 2, 3].map((n) => ask('smollm2-135m-instruct', `${n}: ${'many words '.repeat(1_900)}`))
    asked.push(ask('gemma-3-270m', 'Hello'))
    await expect.poll(() => output.err, { timeout: 60_000 }).toContain('loaded smollm2-135m-instruct')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0 })
    await Promise.all(asked)
  })

  test('requires a key for a host open to others, and says so when it has one', async () => {
    expect(await aios(['serve', '--port', '0', '--host', '0.0.0.0'], { AIOS_DIR }).ended).toMatchObject({
      code: 1,
      err: 'aios: 0.0.0.0 can be reached from other machines. Set a key with --api-key or AIOS_API_KEY, or serve on 127.0.0.1\n',
    })
    const open = aios(['serve', '--port', '0', '--host', '0.0.0.0'], { AIOS_DIR, AIOS_API_KEY: 'secret-key' })
    await expect.poll(() => open.output.out, { timeout: 30_000 }).toMatch(/\(with an API key\)\n$/)
    open.child.kill('SIGTERM')
    const { code, out, err } = await open.ended
    expect(code).toBe(0)
    expect(err).toMatch(
      /^warning: other machines can reach http:\/\/0\.0\.0\.0:\d+\/v1; every request needs the key\nUse it: /,
    )
    expect(out + err).not.toContain('secret-key')
  })

  test('a taken port names the remedy', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await aios(['serve', '--port', String(port)], { AIOS_DIR }).ended).toMatchObject({
      code: 1,
      out: '',
      err: `aios: Port ${port} on 127.0.0.1 is in use. Choose another with --port, or stop the program that listens there\n`,
    })
    other.close()
  })
})

test('missing model files and invalid options name the remedy', async () => {
  const { code, err } = await aios(['serve', '--port', '0'], { AIOS_DIR: temporaryFolder() }).ended
  expect(code).toBe(1)
  expect(err).toMatch(/^aios: There are no model files in .*models\. Run: npx aios models pull\n$/)
  const wrong = await aios(['serve', '--slots', '0'], {}).ended
  expect(wrong.code).toBe(1)
  expect(wrong.err).toContain('It must be an integer from 1 to 64.')
})

test('aios models: rejects an unknown name with the known ones, lists what is installed', async () => {
  const wrong = await aios(['models', 'pull', 'gemma'], { AIOS_DIR: temporaryFolder() }).ended
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^aios: unknown model "gemma"; known are small, tiny, .*, gemma-3-270m\n$/),
  })
  const list = await aios(['models', 'list', '--json'], { AIOS_DIR: temporaryFolder() }).ended
  expect(list.code).toBe(0)
  expect(JSON.parse(list.out)).toMatchObject({
    models: [
      { id: 'qwen2.5-coder-1.5b-instruct', pair: 'small', installed: false },
      { id: 'qwen2.5-coder-0.5b-instruct', pair: 'small', installed: false },
      { id: 'smollm2-135m-instruct', pair: 'tiny', installed: false },
      { id: 'gemma-3-270m', pair: 'tiny', installed: false },
    ],
  })
})
