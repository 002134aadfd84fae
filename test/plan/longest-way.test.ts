import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isTaken, longestWay, waysThrough } from '../../src/plan/longest-way.ts'
import { type PlanStep, procedureOf } from '../../src/plan/procedure.ts'
import { exampleSubject } from '../check/base-plan.ts'

/** Steps of the scenario "fire", each written on one line of YAML. */
function steps(...lines: string[]): readonly PlanStep[] {
  const list = lines.map((line) => `          - { title: X, ${line} }`).join('\n')
  const text = `scenarios:\n  fire:\n    phases:\n      - id: a\n        title: A\n        steps:\n${list}\n`
  return procedureOf(exampleSubject(text).plan, 'fire').steps
}

const budget = (step: PlanStep) => step.budget ?? 0
const ids = (way: readonly PlanStep[]) => way.map(({ id }) => id).join(' ')

const DECISION = 'id: d, decide: { question: Where?, options: [{ id: x, label: X }, { id: y, label: Y }] }'

it('takes the heavier of two options, with what comes before and after', () => {
  const all = steps(
    DECISION,
    'id: x1, when: { chosen: { d: x } }, needs: [d], budget: 10 min, manual: X',
    'id: y1, when: { chosen: { d: y } }, needs: [d], budget: 15 min, manual: Y',
    'id: end, needs: [x1, y1], budget: 5 min, manual: End',
  )
  const way = longestWay(all, budget)
  expect([ids(way.steps), way.weight]).toEqual(['d y1 end', 20 * 60_000])
})

it('passes through what is not taken, so that what comes after it still comes after what is before it', () => {
  const all = steps(
    DECISION,
    'id: before, budget: 10 min, manual: X',
    'id: x1, when: { chosen: { d: x } }, budget: 1 min, manual: X',
    'id: y1, when: { chosen: { d: y } }, budget: 2 min, manual: X',
    'id: after, budget: 5 min, manual: End',
  )
  expect(ids(longestWay(all, budget).steps)).toBe('d before y1 after')
})

it('ends where it may', () => {
  const all = steps('id: a, budget: 1 min, manual: X', 'id: b, budget: 2 min, manual: X')
  expect(ids(longestWay(all, budget, ({ id }) => id === 'a').steps)).toBe('a')
})

it('looks at the first options alone when there are too many combinations', () => {
  const many = Array.from({ length: 7 }, (_, nth) => DECISION.replace('id: d', `id: d${nth}`))
  expect(waysThrough(steps(...many.slice(0, 6)))).toHaveLength(64)
  expect(waysThrough(steps(...many))).toHaveLength(64)
})

it('is as heavy as the heaviest of all chains, whatever waits for what', () => {
  const minutes = fc.integer({ min: 0, max: 60 })
  const needs = fc.array(fc.nat(), { maxLength: 3 })
  const step = fc.record({ minutes, needs, option: fc.constantFrom('x', 'y', null) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 7 }), (drawn) => {
      const lines = drawn.map(({ minutes: budgetMin, needs: drawnNeeds, option }, index) => {
        const before = [...new Set(drawnNeeds.filter(() => index > 0).map((need) => `s${need % index}`))]
        const when = option === null ? '' : `when: { chosen: { d: ${option} } }, `
        return `id: s${index}, ${when}needs: [${before.join(', ')}], budget: ${budgetMin} min, manual: X`
      })
      const all = steps(DECISION, ...lines)
      const heaviest = Math.max(
        ...waysThrough(all).map((choices) => {
          const weights = new Map<string, number>()
          // In the order of the plan everything comes after what it needs.
          for (const one of all) {
            const before = Math.max(0, ...one.needs.map((need) => weights.get(need) ?? 0))
            weights.set(one.id, before + (isTaken(one, choices) ? budget(one) : 0))
          }
          return Math.max(...weights.values())
        }),
      )
      expect(longestWay(all, budget).weight).toBe(heaviest)
    }),
    { numRuns: 60 },
  )
})
