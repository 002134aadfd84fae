/** Whatever goes wrong, a rehearsal comes to its end and Muster keeps its promises. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { procedureOf } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { PERSON_FAULTS, SERVICE_FAULTS, SERVICES, STEP_FAULTS } from '../../src/rehearsal/faults.ts'
import { examplePlan, reported } from './rehearsing.ts'

const windows = fc.option(
  fc
    .tuple(fc.nat(60), fc.option(fc.integer({ min: 1, max: 120 })))
    .map(([from, lasts]) => (lasts === null ? `@${from}m+` : `@${from}m-${from + lasts}m`)),
  { nil: '' },
)

const faultsOf = (plan: Plan, scenario: string) => {
  const services = fc
    .tuple(fc.constantFrom(...SERVICES), fc.constantFrom(...SERVICE_FAULTS))
    .map((parts) => parts.join(':'))
  const people = fc.tuple(fc.constantFrom(...Object.keys(plan.people)), fc.constantFrom(...PERSON_FAULTS))
  const steps = fc.tuple(fc.constantFrom(...procedureOf(plan, scenario).byId.keys()), fc.constantFrom(...STEP_FAULTS))
  const what = fc.oneof(
    services,
    people.map((parts) => `person:${parts.join(':')}`),
    steps.map((parts) => `step:${parts.join(':')}`),
  )
  return fc.array(
    fc.tuple(what, windows).map((parts) => parts.join('')),
    { maxLength: 6 },
  )
}

it.each([
  ['patient', 'database-damaged', 8],
  ['patient', 'bad-release', 8],
  ['mcp-debate', 'service-failure', 4],
])(
  '%s, %s',
  async (name, scenario, numRuns) => {
    const plan = await examplePlan(name)
    const asked = fc.record({
      faults: faultsOf(plan, scenario),
      seed: fc.nat(10_000),
      drill: fc.boolean(),
      nobody: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ faults, ...rest }) => {
        const report = await reported(plan, { scenario, faults: faults.join(','), until: '6h', ...rest })
        expect(report.violations).toEqual([])
        expect(report.followedSeconds).toBeGreaterThan(0)
      }),
      { numRuns },
    )
  },
  120_000,
)
