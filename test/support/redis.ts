import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const PROGRAM = 'redis-server'

/**
 * In memory where that is possible: on a busy disk, a write that is kept may take longer than the limit of a call. What a
 * server keeps survives its process, not the machine, and the folder of a test that was killed stays until a restart.
 */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A real Redis server on a free port of 127.0.0.1, with a folder of its own. */
export interface RedisServer {
  /** Its address, with the password where it has one. */
  url: string
  port: number
  /** Starts it again, on the same port and with what it kept; resolves when it answers. */
  start(): Promise<void>
  /** SIGKILL, SIGSTOP or SIGCONT; resolves when it has ended, where it does. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** Sends one command, and gives the server's answer as it is on the wire. */
  command(...words: string[]): Promise<string>
  /** Ends it and removes its folder. */
  close(): Promise<void>
}

/** Starts a server. `kept`: every write is in its file when it is answered, and is there after a SIGKILL. Default: it keeps nothing when it ends. */
export async function startRedis({ kept = false, password = '' } = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(PARENT, 'aios-redis-'))
  const port = await freePort()
  const persistence = kept ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']
  const secret = password === '' ? [] : ['--requirepass', password]
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  let child: ChildProcess | null = null

  const server: RedisServer = {
    url: `redis://${password === '' ? '' : `:${password}@`}127.0.0.1:${port}`,
    port,
    async start() {
      child = spawn(PROGRAM, [...fixed, ...persistence, ...secret], { stdio: 'ignore' })
      for (let tries = 0; tries < 500; tries += 1) {
        const answer = await server.command('PING').catch(() => '')
        if (/^(\+PONG|-NOAUTH)/.test(answer)) return
        await wait(20)
      }
      throw new Error(`redis-server does not answer on port ${port}`)
    },
    async signal(signal) {
      const ended = child === null ? null : once(child, 'exit')
      child?.kill(signal)
      if (signal === 'SIGKILL') await ended
    },
    async command(...words) {
      const socket = createConnection(port, '127.0.0.1')
      const lines = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
      socket.end(`*${words.length}\r\n${lines.join('')}`)
      let answer = ''
      for await (const chunk of socket) answer += String(chunk)
      return answer
    },
    async close() {
      if (child?.exitCode === null && child.signalCode === null) await server.signal('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
