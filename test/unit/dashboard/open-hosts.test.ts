import { expect, test } from 'vitest'
import { openHosts } from '../../../src/dashboard/server/open-hosts.ts'

const INTERFACES = {
  lo: [
    { address: '127.0.0.1', family: 'IPv4', internal: true },
    { address: '::1', family: 'IPv6', internal: true },
  ],
  eth0: [
    { address: '192.0.2.7', family: 'IPv4', internal: false },
    { address: '2001:db8::7', family: 'IPv6', internal: false },
    { address: 'fe80::7', family: 'IPv6', internal: false },
  ],
  gone: undefined,
} as const

test.each([
  ['127.0.0.1', ['127.0.0.1']],
  ['192.0.2.7', ['192.0.2.7']],
  ['0.0.0.0', ['127.0.0.1', '192.0.2.7']],
  ['::', ['::1', '192.0.2.7', '2001:db8::7']],
])('a server that listens on %s is opened at %j', (host, hosts) => {
  expect(openHosts(host, INTERFACES)).toEqual(hosts)
})

test('a server that listens on all addresses is opened on this machine where it has no network', () => {
  expect(openHosts('0.0.0.0', {})).toEqual(['127.0.0.1'])
})
