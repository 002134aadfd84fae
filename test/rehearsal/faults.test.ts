/** The words in which faults are told. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  faultText,
  PERSON_FAULTS,
  parseFaults,
  SERVICE_FAULTS,
  SERVICES,
  STEP_FAULTS,
} from '../../src/rehearsal/faults.ts'
import { examplePlan } from './rehearsing.ts'

const plan = await examplePlan('puo-memo')
const parse = (text: string) => parseFaults(text, plan, 'human-error')
const steps = ['assess', 'strategy']

it('reads services, people and steps, with a window or without', () => {
  expect(parse('slack:down@10m-40m, person:dr-lead:asleep ,email:slow@1h+')).toEqual({
    ok: true,
    faults: [
      { of: 'service', id: 'slack', fault: 'down', fromMs: 600_000, toMs: 2_400_000 },
      { of: 'person', id: 'dr-lead', fault: 'asleep', fromMs: 0, toMs: null },
      { of: 'service', id: 'email', fault: 'slow', fromMs: 3_600_000, toMs: null },
    ],
  })
  expect(parse('')).toEqual({ ok: true, faults: [] })
})

it.each([
  ['slck:down', 'The fault "slck:down": "slck" is not a service: did you mean slack?'],
  ['slack:dwn', 'The fault "slack:dwn": "dwn" is not a fault: did you mean down?'],
  [
    'person:dr-led:asleep',
    'The fault "person:dr-led:asleep": "dr-led" is not a person of the plan: did you mean dr-lead?',
  ],
  ['step:nothing-such-at-all:fail', 'is not a step of the scenario'],
  ['slack', 'write SERVICE:FAULT, person:ID:FAULT or step:ID:FAULT'],
  ['slack:down@10m', '"10m" is no window: write both its ends'],
  ['slack:down@10m-10m', 'at "10m-10m" it lasts no time at all'],
  ['slack:down@x', '"x" is no window'],
  ['slack:down@1m-2m@3m-4m', 'it has two windows'],
])('says of %s in one sentence what is wrong', (text, why) => {
  const parsed = parse(text)
  expect(parsed).toEqual({ ok: false, why: expect.stringContaining(why) })
  expect(parsed.ok ? '' : parsed.why).toMatch(/^The fault ".*": [^.]*(\..*[^.])*[.?]$/)
})

it('writes a fault so that it is read as the same one', () => {
  const window = fc.option(
    fc.tuple(fc.nat(600), fc.option(fc.integer({ min: 1, max: 600 }))).map(([from, lasts]) => ({
      fromMs: from * 1_000,
      toMs: lasts === null ? null : (from + lasts) * 1_000,
    })),
    { nil: { fromMs: 0, toMs: null } },
  )
  const what = fc.oneof(
    fc.record({
      of: fc.constant('service' as const),
      id: fc.constantFrom(...SERVICES),
      fault: fc.constantFrom(...SERVICE_FAULTS),
    }),
    fc.record({
      of: fc.constant('person' as const),
      id: fc.constantFrom(...Object.keys(plan.people)),
      fault: fc.constantFrom(...PERSON_FAULTS),
    }),
    fc.record({
      of: fc.constant('step' as const),
      id: fc.constantFrom(...steps),
      fault: fc.constantFrom(...STEP_FAULTS),
    }),
  )
  fc.assert(
    fc.property(what, window, (one, lasting) => {
      const fault = { ...one, ...lasting }
      expect(parse(faultText(fault))).toEqual({ ok: true, faults: [fault] })
    }),
  )
})
