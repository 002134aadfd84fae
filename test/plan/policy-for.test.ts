import { expect, it } from 'vitest'
import { defaultSeverity, policyFor } from '../../src/plan/policy-for.ts'
import { exampleSubject } from '../check/base-plan.ts'

const level = (id: string) =>
  `{ stop: acknowledged, levels: [{ id: ${id}-1, label: L, after: 0, to: [{ role: lead }], purpose: P }] }`

const { plan } = exampleSubject(`
severities: [{ id: minor, label: Minor, rank: 2 }, { id: major, label: Major, rank: 1 }]
policies: { main: ${level('main')}, small: ${level('small')}, own: ${level('own')} }
policy: main
severityPolicies: { minor: small }
scenarios: { fire: { policy: own }, flood: { title: Flood, severity: minor } }
`)

it("takes the scenario's policy, else the severity's, else the plan's", () => {
  expect([
    policyFor(plan, 'fire', 'minor'),
    policyFor(plan, 'flood', 'minor'),
    policyFor(plan, 'flood', 'major'),
    policyFor(plan, null, 'major'),
  ]).toEqual(['own', 'small', 'main', 'main'])
})

it("takes the scenario's severity, else the plan's default, else the worst", () => {
  expect(defaultSeverity(plan, 'flood')).toBe('minor')
  expect(defaultSeverity(plan, 'fire')).toBe('major')
  expect(defaultSeverity({ ...plan, defaultSeverity: 'minor' }, 'fire')).toBe('minor')
})
