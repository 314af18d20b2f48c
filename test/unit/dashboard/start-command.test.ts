import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startCommand } from '../../../src/dashboard/start-command.ts'

const usual = { host: null, port: null, label: false, log: [] }

test('names what differs from the defaults', () => {
  expect(startCommand(usual)).toBe('npx aios dashboard')
  expect(startCommand({ ...usual, port: 8_612, label: true })).toBe('npx aios dashboard --port 8612 --label')
  expect(startCommand({ ...usual, host: '0.0.0.0', log: ['logs/a.ndjson', 'logs/b.ndjson'] })).toBe(
    'npx aios dashboard --host 0.0.0.0 --log logs/a.ndjson logs/b.ndjson',
  )
})

test.skipIf(process.platform === 'win32')('quotes what a shell would change', () => {
  const log = ['my logs/*.ndjson', "it's $HOME", 'plain']
  const words = startCommand({ ...usual, log }).replace('npx aios dashboard --log', String.raw`printf '%s\n'`)
  expect(execFileSync('sh', ['-c', words], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual(log)
})
