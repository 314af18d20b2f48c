import type { Server } from 'node:http'

const elsewhere = (host: string) => `${host} is not an address of this machine. Choose another with --host`

/** Why a server cannot listen, by code, with the remedy. */
const MESSAGES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is in use. Choose another with --port, or stop the program that listens there`,
  EACCES: (host, port) => `Port ${port} on ${host} is not allowed for this user. Choose one above 1023 with --port`,
  EADDRNOTAVAIL: elsewhere,
  ENOTFOUND: elsewhere,
}

/** Listens on a port. Rejects with the remedy where host or port cannot be used. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message = MESSAGES[error.code ?? '']?.(host, port)
      reject(message === undefined ? error : new Error(message, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}
