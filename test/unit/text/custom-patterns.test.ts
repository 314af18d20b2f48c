import { describe, expect, test, vi } from 'vitest'
import { withoutPatterns } from '../../../src/text/custom-patterns.ts'

describe('patterns of a project', () => {
  test.each([
    [['CUST-\\d+'], 'CUST-12 and cust-13, CUST-14', '[redacted] and cust-13, [redacted]'],
    [['/cust-\\d+/i'], 'CUST-12 and cust-13', '[redacted] and [redacted]'],
    [['/^id: .*$/gm'], 'a\nid: 7\nb', 'a\n[redacted]\nb'],
    [['(?<=IBAN )\\w+', '\\$\\d+'], 'IBAN DE12 costs $5', 'IBAN [redacted] costs [redacted]'],
    [['\\p{Lu}{2}\\d'], 'ÄÖ1', '[redacted]'],
    [['x*'], 'axb', 'a[redacted]b'],
    [[], 'text', 'text'],
  ])('%j', (patterns, text, clean) => {
    expect(withoutPatterns(text, patterns)).toBe(clean)
  })

  test('redacts the whole of a text for which a pattern takes too long, with one warning', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const text = `secret ${'a'.repeat(60)}!`
    expect(withoutPatterns(text, ['(?:a+)+$'])).toBe('[redacted]')
    expect(withoutPatterns(text, ['(?:a+)+$'])).toBe('[redacted]')
    expect(withoutPatterns('an aaa', ['(?:a+)+$'])).toBe('an [redacted]')
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('(?:a+)+$'))
  })
})
