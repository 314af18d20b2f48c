import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts the benchmark's model server in a process of its own, calls `use` with its address, and stops it. */
export async function withModelServer(latencyMs: number, use: (baseUrl: string) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts'), '0', String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [address] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
    await use(address.trim())
  } finally {
    child.kill()
  }
}
