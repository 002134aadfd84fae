/** Who can be reached by what is judged by the plan and by what is switched on. */
import { expect, test } from 'vitest'
import { approvals } from '../../src/doctor/approvals.ts'
import { people } from '../../src/doctor/people.ts'
import { testPlan, testPlanInput } from '../incident/test-plan.ts'
import { findingsOf, subjectOf } from './patient.ts'

const slack = { botToken: 'xoxb-1' }
const twilio = { accountSid: 'AC1', authToken: 'token', from: '+14155550100' }
const planWith = (olga: object, more: object = {}) =>
  testPlan({ plan: { people: { ...testPlanInput.people, olga: { name: 'Olga', ...olga } }, ...more } })

test('everybody with all that is on', async () => {
  const pagerduty = { routingKeys: { PAGERDUTY_ROUTING_KEY: 'key' } }
  const email = { url: 'smtp://mail.example.com', from: 'dr@example.com' }
  const found = await findingsOf(people, subjectOf({ slack, twilio, pagerduty, email }))
  expect(found).toHaveLength(6)
  expect(found[0]).toEqual({ level: 'ok', what: 'Olga (shop/olga): Slack, PagerDuty, SMS, phone call, mail' })
  expect((await findingsOf(people, subjectOf({ slack, twilio })))[0]).toMatchObject({
    what: 'Olga (shop/olga): Slack, SMS, phone call',
  })
})

test('one means alone, or none, when somebody can be paged', async () => {
  expect((await findingsOf(people, subjectOf({ slack })))[0]).toMatchObject({
    level: 'warning',
    what: 'Olga (shop/olga): Slack alone',
    remedy: expect.stringContaining('MUSTER_CONTACTS'),
  })
  expect(
    (await findingsOf(people, subjectOf({ slack }, { plan: planWith({ phone: '+14155550101' }) })))[0],
  ).toMatchObject({
    level: 'error',
    what: 'Olga (shop/olga) cannot be reached',
    why: expect.stringContaining('There are addresses for SMS, phone call, and'),
  })
  const placeholder = planWith({ phone: '+1-555-ON-CALL' }, { draft: true })
  expect((await findingsOf(people, subjectOf({ slack, twilio }, { plan: placeholder })))[0]).toMatchObject({
    why: 'The plan and its contacts give no address.',
  })
  const known = planWith({ pagerduty: 'PXPGF42' })
  expect((await findingsOf(people, subjectOf({ slack, twilio }, { plan: known })))[0]).toMatchObject({
    why: expect.stringContaining('There are addresses for PagerDuty, and'),
  })
  const draft = planWith({ phone: '+1-555-ON-CALL' }, { draft: true, pagerduty: undefined })
  expect((await findingsOf(people, subjectOf({ slack, twilio }, { plan: draft })))[0]).toMatchObject({
    level: 'warning',
    why: 'The plan and its contacts give no address.',
  })
})

test('PagerDuty alone reaches whoever its own service says', async () => {
  const pagerduty = { routingKeys: { PAGERDUTY_ROUTING_KEY: 'key' } }
  expect((await findingsOf(people, subjectOf({ pagerduty })))[0]).toMatchObject({
    level: 'warning',
    what: 'Olga (shop/olga): PagerDuty alone',
    why: expect.stringContaining('may be somebody else'),
  })
})

test('whom no level pages need not be reached; who may be on call in a rotation must', async () => {
  const rotations = {
    night: { label: 'Night', zone: 'UTC', start: '2026-01-05T09:00', shift: { weeks: 1 }, people: ['dora', 'olga'] },
  }
  const to = [{ rotation: 'night' }]
  const plan = testPlan({ level: { to }, plan: { rotations, pagerduty: undefined } })
  const found = await findingsOf(people, subjectOf({}, { plan }))
  expect(Object.fromEntries(found.map(({ what, level }) => [what.split(' ')[0], level]))).toEqual({
    Olga: 'error',
    Dora: 'error',
    Otto: 'skipped',
    Tina: 'skipped',
    Ivan: 'skipped',
    Cleo: 'skipped',
  })
})

test('whoever is needed for an approval must be reached, though no level pages them', async () => {
  const to = [{ role: 'on-call' }]
  const step = { id: 'restore', title: 'Restore', do: [{ wait: '5 s' }] }
  const levelsOf = async (more: object) => {
    const scenarios = { fire: { title: 'Fire', phases: [{ id: 'one', title: 'One', steps: [{ ...step, ...more }] }] } }
    const plan = testPlan({ level: { to }, plan: { scenarios, pagerduty: undefined } })
    const found = await findingsOf(people, subjectOf({}, { plan }))
    return found.filter(({ level }) => level === 'error').map(({ what }) => what.split(' ')[0])
  }
  const paged = await levelsOf({})
  expect(await levelsOf({ approval: { roles: ['commander'] } })).toEqual([...paged, 'Ivan'])
  // The commander approves what the plan gives no approval for.
  expect(await levelsOf({ risk: 'destructive' })).toEqual([...paged, 'Ivan'])
})

test('an approval that fewer people can be asked for than it wants', async () => {
  const steps = [
    { id: 'drop', title: 'Drop the table', do: [{ command: ['drop'] }], approval: { roles: ['dba'], count: 2 } },
  ]
  const { 'database-corruption': before } = testPlanInput.scenarios
  const scenarios = { 'database-corruption': { ...before, phases: [{ id: 'only', title: 'Only', steps }] } }
  const found = await findingsOf(approvals, subjectOf({ slack }, { plan: testPlan({ plan: { scenarios } }) }))
  expect(found).toEqual([
    {
      level: 'error',
      what: '“Drop the table” could not be approved (shop)',
      why: expect.stringMatching(/^It needs 2 approvals, and only .+ can be asked for one\.$/),
      remedy: expect.stringContaining('more holders'),
    },
  ])
  expect(await findingsOf(approvals, subjectOf({}, { plan: testPlan({ plan: { scenarios } }) }))).toMatchObject([
    { why: 'It needs 2 approvals, and nobody can be asked for one.' },
  ])
})
