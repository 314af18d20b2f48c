/** Whether a host is a loopback name or address; an IPv6 address may have brackets. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|::1)$/i.test(host)
}
