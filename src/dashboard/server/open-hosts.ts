import type { NetworkInterfaceInfo } from 'node:os'

/** The addresses of the network interfaces of a machine. */
type Interfaces = Readonly<
  Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[] | undefined>
>

/**
 * The hosts with which a browser opens a server that listens on `host`: itself, or where that stands for all addresses of
 * this machine, its own name for itself and then those that other machines can reach. Pure.
 */
export function openHosts(host: string, interfaces: Interfaces): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const others = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ internal, family, address }) => !internal && (family === 'IPv4' || (host === '::' && !isLinkLocal(address))),
    )
  return [host === '::' ? '::1' : '127.0.0.1', ...others.map(({ address }) => address)]
}

/** Whether an address needs the name of an interface, which a browser does not accept. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address)
}
