import { expect, test } from 'vitest'
import { BOXED, withoutLatex } from '../../../../src/goldens/numbers/latex.ts'

test.for<[latex: string, plain: string]>([
  [String.raw`90^\circ`, '90°'],
  [String.raw`90 ^{\circ}`, '90 °'],
  [String.raw`90^ \degree C`, '90° C'],
  [String.raw`90\degree`, '90°'],
  [String.raw`90\degrees^\circles`, String.raw`90\degrees^\circles`],
  [String.raw`\frac{1}{2}`, '1/2 '],
  [String.raw`1\tfrac{1} {2}`, '1 1/2 '],
  [String.raw`\cfrac 1 2`, '1/2 '],
  [String.raw`\frac{}{2}`, '/2 '],
  [String.raw`\frac{1}{}`, '1/ '],
  ['10^{-12}', '10^-12'],
  ['10^ {3}', '10^3'],
  [`2^{${'1'.repeat(20)}}`, `2^${'1'.repeat(20)}`],
  [`2^{${'1'.repeat(21)}}`, `2^{${'1'.repeat(21)}}`],
  [String.raw`\text{a} \mathrm {b}`, ' a   b '],
  [String.raw`2 \times 3 \cdot 4 \div 5`, '2 × 3 · 4 ÷ 5'],
  [String.raw`\sqrt 4 \approx 2 \to 3 \implies 4`, '√ 4 ≈ 2 → 3 → 4'],
  [
    String.raw`\timestamp \cdots \divide \sqrtx \approxeq \top`,
    String.raw`\timestamp \cdots \divide \sqrtx \approxeq \top`,
  ],
  [String.raw`\left 1 \right 2 \lefty`, String.raw`  1   2 \lefty`],
  [String.raw`1\,000\;000`, '1\u00a0000\u00a0000'],
  [String.raw`a\,b \(1\)`, 'a b  1 '],
  [String.raw`5\% \$3 \#`, '5% $3 #'],
  ['12{,}500', '12,500'],
  [String.raw`\boxed {7}`, ` ${BOXED} 7}`],
  ['{plain}', '{plain}'],
])('%j', ([latex, plain]) => {
  expect(withoutLatex(latex)).toBe(plain)
})
