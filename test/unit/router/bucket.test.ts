import { join } from 'node:path'
import fc from 'fast-check'
import { x } from 'tinyexec'
import { describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import { bucketOf } from '../../../src/router/index.ts'

describe('bucketOf', () => {
  test('compares the first 32 bits of the SHA-256 with the share', () => {
    // sha256('conversation-1') begins with these eight digits; `printf conversation-1 | sha256sum` shows them.
    const ids = ['conversation-1', 'conversation-2', 'größe', '']
    expect(ids.map((id) => [id, bucketOf(id, 0.5)])).toMatchInlineSnapshot(`
      [
        [
          "conversation-1",
          "control",
        ],
        [
          "conversation-2",
          "control",
        ],
        [
          "größe",
          "treatment",
        ],
        [
          "",
          "treatment",
        ],
      ]
    `)
  })

  test('returns control for a share of 1, and treatment for a share of 0', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect([bucketOf(id, 1), bucketOf(id, 0)]).toEqual(['control', 'treatment'])
      }),
    )
  })

  test('assigns the share to control', () => {
    const control = Array.from({ length: 10_000 }, (_, n) => bucketOf(`c${n}`, 0.3)).filter(
      (bucket) => bucket === 'control',
    ).length
    expect(control).toBeWithin(2_800, 3_200)
  })

  test('returns the same in every process and with another implementation of SHA-256', async () => {
    const ids = ['conversation-1', 'größe', '会話', 'x'.repeat(10_000), 'a\nb']
    const script = `import { bucketOf } from ${JSON.stringify(join(import.meta.dirname, '../../../src/router/bucket.ts'))}
console.log(JSON.stringify(${JSON.stringify(ids)}.map((id) => bucketOf(id, 0.5))))`
    const { stdout } = await x(process.execPath, ['--input-type=module', '-e', script])
    expect(JSON.parse(stdout)).toEqual(ids.map((id) => bucketOf(id, 0.5)))
    // The rule as docs/router.md describes it.
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('conversation-1'))
    expect(new DataView(digest).getUint32(0) / 2 ** 32 < 0.5).toBe(bucketOf('conversation-1', 0.5) === 'control')
  })
})
