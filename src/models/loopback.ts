/** Whether only this machine reaches a host; an IPv6 address stands with or without brackets. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|::1)$/.test(host)
}
