import type { DeclarationChange, Hypothesis, HypothesisOutcome } from '../../../schemas/generated/dashboard.ts'
import type { HypothesisTestEvent, UnmeasuredHypothesisEvent } from '../../../schemas/generated/provenance.ts'

type TestEvent = HypothesisTestEvent | UnmeasuredHypothesisEvent

/** A hypothesis from its tests in order of time, of which there is at least one. Pure. */
export function hypothesisOf(tests: readonly TestEvent[]): Omit<Hypothesis, 'replies'> {
  const last = tests.at(-1) as TestEvent
  const { alpha, power, metric = null, must } = last.declaration
  const declared = {
    id: last.hypothesis,
    claim: last.claim,
    alpha,
    power,
    metric,
    must: must !== undefined,
    run: last.run_id,
    time: Date.parse(last.ts),
    history: tests.map(outcomeOf),
    changes: changesOf(tests),
  }
  if (last.outcome === 'unmeasured')
    return {
      ...declared,
      outcome: last.outcome,
      outcomeAlone: null,
      method: null,
      effect: null,
      interval: null,
      p: null,
      pAdjusted: null,
      n: null,
      repeats: null,
      basis: null,
      reason: last.why,
      needed: null,
    }
  const { outcome, outcome_alone, method, effect, interval, p, p_adjusted, n, repeats, basis } = last
  return {
    ...declared,
    outcome,
    outcomeAlone: outcome_alone,
    method,
    effect,
    interval,
    p,
    pAdjusted: p_adjusted,
    n,
    repeats,
    basis,
    reason: last.reason ?? null,
    needed: last.needed?.sentence ?? null,
  }
}

function outcomeOf(test: TestEvent): HypothesisOutcome {
  const facts = { time: Date.parse(test.ts), run: test.run_id, declarationHash: test.declaration_hash }
  if (test.outcome === 'unmeasured')
    return {
      ...facts,
      outcome: test.outcome,
      effect: null,
      lower: null,
      upper: null,
      p: null,
      pAdjusted: null,
      n: null,
      repeats: null,
      basis: null,
      reason: test.why,
    }
  const { outcome, effect, interval, p, p_adjusted, n, repeats, basis, reason = null } = test
  const { lower, upper } = interval
  return { ...facts, outcome, effect: effect.value, lower, upper, p, pAdjusted: p_adjusted, n, repeats, basis, reason }
}

/** Where claim or declaration changed from one test to the next: a limit that is moved after the fact must be seen. */
function changesOf(tests: readonly TestEvent[]): DeclarationChange[] {
  return tests.flatMap((test, index) => {
    const before = tests[index - 1]
    if (before === undefined || before.declaration_hash === test.declaration_hash) return []
    const [from, to] = [fieldsOf(before), fieldsOf(test)]
    const names = [...new Set([...from.keys(), ...to.keys()])]
    const fields = names.flatMap((field) => {
      const [was, is] = [from.get(field) ?? null, to.get(field) ?? null]
      return was === is ? [] : [{ field, before: was, after: is }]
    })
    return [{ time: Date.parse(test.ts), run: test.run_id, fields }]
  })
}

function fieldsOf({ claim, declaration }: TestEvent): Map<string, string> {
  const fields = Object.entries(declaration).map(([name, value]): [string, string] => [name, String(value)])
  return new Map([['claim', claim], ...fields])
}
