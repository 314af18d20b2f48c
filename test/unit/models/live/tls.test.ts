import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { requires } from '../../../support/requires.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const FIXTURE = join(import.meta.dirname, '../../../fixtures/get-text.ts')

requires('openssl')('a server with TLS', () => {
  test('answers on one connection where its certificate is trusted, and is refused elsewhere', async () => {
    const folder = temporaryFolder()
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const files = ['-keyout', key, '-out', cert]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files, ...subject], {
      stdio: 'ignore',
    })
    let connections = 0
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      for (let index = 0; index < 50; index += 1) response.write('a'.repeat(10_000))
      response.end()
    })
    server.on('secureConnection', () => (connections += 1))
    onTestFinished(() => void server.close())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`
    const get = async (env: Record<string, string>) => {
      const args = ['--conditions=vitest-aios:source', FIXTURE, url]
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } })
      return stdout.trim().split('\n')
    }
    expect(await get({ NODE_EXTRA_CA_CERTS: cert })).toEqual(['200 500000', '200 500000'])
    expect(connections).toBe(1)
    expect(await get({})).toEqual(['DEPTH_ZERO_SELF_SIGNED_CERT'])
  })
})
