import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { goldenSetsCheck } from '../../../src/doctor/golden-sets.ts'
import { temporaryFolder } from '../../support/folder.ts'

const golden = (id: string, more: object = {}) => ({ id, question: `What is ${id}?`, trait: 't', ...more })

function check(files: Record<string, string>) {
  const root = temporaryFolder()
  mkdirSync(join(root, 'goldens'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'goldens', name), text)
  return goldenSetsCheck({ root })
}

test('valid golden sets are counted', async () => {
  const files = { 'a.json': JSON.stringify([golden('x'), golden('y')]), 'b.json': JSON.stringify([golden('z')]) }
  expect(await check(files)).toEqual({
    name: 'golden sets',
    status: 'ok',
    evidence: '3 goldens in 2 sets',
    remedy: null,
  })
})

test('a syntax error fails with its place and the command that lists all findings', async () => {
  const text = `[\n  ${JSON.stringify(golden('x'))}\n  ${JSON.stringify(golden('y'))}\n]`
  expect(await check({ 'a.json': text, 'b.json': JSON.stringify([golden('z')]) })).toMatchObject({
    status: 'failed',
    evidence: expect.stringMatching(/^1 golden in 2 sets: goldens\/a\.json:[23]:\d+ {2}\S/),
    remedy: expect.stringContaining('`npx aios goldens check`'),
  })
})

test('a misspelt field fails', async () => {
  const set = JSON.stringify([golden('x', { expct: { contains: 'a' } })])
  expect(await check({ 'a.json': set })).toMatchObject({
    status: 'failed',
    evidence: expect.stringMatching(/goldens\/a\.json:1:\d+ {2}.*expct/),
  })
})

test('the same question twice is a warning', async () => {
  const set = JSON.stringify([golden('x'), { ...golden('y'), question: 'What is x?' }])
  expect(await check({ 'a.json': set })).toMatchObject({
    status: 'warning',
    evidence: expect.stringContaining('"y" repeats the question'),
  })
})

test('of many errors three are named, and the others counted', async () => {
  const set = JSON.stringify(Array.from({ length: 5 }, (_, index) => golden(`g${index}`, { extra: 1 })))
  const { evidence } = await check({ 'a.json': set })
  expect(evidence.match(/a\.json:/g)).toHaveLength(3)
  expect(evidence).toMatch(/; and 2 more$/)
})

test('a project without a golden set gets a warning', async () => {
  expect(await check({})).toMatchObject({ status: 'warning', remedy: 'Create one: `npx aios init`.' })
})
