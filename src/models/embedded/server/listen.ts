import type { Server } from 'node:http'

/** Listens on a port. Rejects with the remedy where it is in use. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message = `Port ${port} on ${host} is in use. Choose another with --port, or stop the program that listens there`
      reject(error.code === 'EADDRINUSE' ? new Error(message) : error)
    })
    server.listen(port, host, resolve)
  })
}
