import { type Share, wilson } from './proportion.ts'

/** The two-sided interval of the difference A - B of two independent shares: method 10 of Newcombe (1998). */
export function newcombe(successesA: number, nA: number, successesB: number, nB: number, confidence: number): Share {
  const [a, b] = [wilson(successesA, nA, confidence), wilson(successesB, nB, confidence)]
  const [pA, pB] = [successesA / nA, successesB / nB]
  return {
    lower: pA - pB - Math.hypot(pA - a.lower, b.upper - pB),
    upper: pA - pB + Math.hypot(a.upper - pA, pB - b.lower),
  }
}
