import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { portOf } from '../../../src/dashboard/port-of.ts'
import { announceDashboard } from '../../../src/dashboard/running.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('a dashboard on the port that addresses leave out has it in the name of its file', async () => {
  const dir = temporaryFolder()
  const withdraw = await announceDashboard(dir, { url: 'http://127.0.0.1:80/', id: randomUUID(), kind: 'dashboard' })
  await announceDashboard(dir, { url: 'http://[::1]:8612/', id: randomUUID(), kind: 'dashboard' })
  expect(readdirSync(join(dir, 'dashboards')).toSorted()).toEqual(['80.json', '8612.json'])
  await withdraw()
  expect(readdirSync(join(dir, 'dashboards'))).toEqual(['8612.json'])
})

test.each([
  ['http://127.0.0.1:80/', 80],
  ['http://localhost/', 80],
  ['http://[::1]:8501/', 8_501],
])('the port of %s is %d', (url, port) => {
  expect(portOf(url)).toBe(port)
})
