/**
 * A small plan with everything that promises are about: a ladder of several levels with fallbacks, approvals, a destructive step, one that fails and is retried, a
 * decision by hand, audiences inside and outside, a cap on pages. What it says is drawn, so that many seeds try many plans.
 */
import { type Plan, planSchema } from '../../../src/plan/schema.ts'
import { createEntropy, type Entropy } from '../entropy.ts'

/** Stands in what people write; nowhere in the journal's rows. */
export const PHONE_IN_TEXT = '+14155550199'

const MEANS = ['slack', 'pagerduty', 'sms', 'voice', 'email'] as const
const PEOPLE = ['olga', 'otto', 'tina', 'dora', 'ivan', 'cleo']

const person = (id: string, index: number) => ({
  name: `${id[0]?.toUpperCase()}${id.slice(1)} Example`,
  slack: `U00000000${index}`,
  email: `${id}@example.com`,
  phone: `+1415555010${index}`,
  pagerduty: `P00000${index}`,
})

export function drawPlan(seed: number): Plan {
  const entropy = createEntropy(seed, 'plan')
  return planSchema.parse({
    muster: 1,
    id: 'shop',
    system: { name: 'Shop', publicName: 'The Shop' },
    objectives: { rto: '1 h', rpo: '1 h', availability: 99.9 },
    severities: [
      { id: 'critical', label: 'Critical', rank: 1 },
      { id: 'minor', label: 'Minor', rank: 2 },
    ],
    people: Object.fromEntries(PEOPLE.map((id, index) => [id, person(id, index + 1)])),
    roles: {
      'on-call': { label: 'On-call engineer', holders: ['olga', 'otto'] },
      'technical-lead': { label: 'Technical lead', holders: ['tina'] },
      dba: { label: 'Database administrator', holders: ['dora', 'otto'] },
      commander: { label: 'Incident commander', holders: ['ivan'] },
      cto: { label: 'CTO', holders: ['cleo'] },
    },
    commander: 'commander',
    policies: { main: drawPolicy(entropy) },
    policy: 'main',
    pagesPerPersonAndHourMax: entropy.pick([2, 4, 8, 20]),
    pagerduty: { service: 'shop' },
    scenarios: {
      corruption: { title: 'Corruption', rto: '30 min', phases: [drawPhase(entropy)], validation: [CHECK] },
    },
    ...drawAudiences(entropy),
  })
}

function drawPolicy(entropy: Entropy) {
  const means = () => [...MEANS].sort(() => entropy.share() - 0.5).slice(0, entropy.between(1, 4))
  const level = (id: string, after: string, to: object[]) => ({
    ...{ id, label: id, after, to, purpose: 'Help.', means: means(), mode: entropy.pick(['all', 'any', 'in-order']) },
    ...(entropy.happens(0.4) && { nextMeansAfter: '1 min' }),
    ...(entropy.happens(0.4) && { nextHolderAfter: '2 min' }),
    ...(entropy.happens(0.3) && { repeat: { every: '2 min', times: 2 } }),
  })
  return {
    stop: entropy.pick(['acknowledged', 'acknowledged', 'resolved', { acknowledgedBy: 'technical-lead' }]),
    again: entropy.happens(0.3) ? { after: '2 min', times: 2 } : false,
    ...(entropy.happens(0.3) && { silence: { after: '3 min', answerWithin: '1 min' } }),
    levels: [
      level('one', 'immediately', [{ role: 'on-call' }]),
      level('two', '1 min', [{ role: 'technical-lead' }, { role: 'dba' }]),
      level('three', '3 min', [{ role: 'commander' }]),
      level('four', '5 min', [{ role: 'cto' }]),
    ],
  }
}

const CHECK = { id: 'orders', title: 'Orders come in', do: [{ command: ['check', 'orders'] }] }

function drawPhase(entropy: Entropy) {
  const approval = (count: number) => ({
    roles: ['dba', 'technical-lead', 'commander'],
    ...{ count, notRequester: entropy.happens(0.3), expires: '1 min' },
  })
  const start = () => entropy.pick(['auto', 'manual', { after: '20 s' }] as const)
  const undo = { title: 'Take it back', do: [{ command: ['back'] }] }
  const steps = [
    { id: 'look', title: 'Look', risk: 'read', do: [{ command: ['look'] }] },
    { id: 'stop', title: 'Stop the shop', do: [{ command: ['stop'] }], start: start(), undo, inDrill: 'run' },
    {
      ...{ id: 'wipe', title: 'Wipe the table', risk: 'destructive', do: [{ command: ['wipe'] }], start: start() },
      ...{ needs: entropy.happens(0.5) ? ['stop'] : [], approval: approval(2), inDrill: 'run' },
    },
    {
      ...{ id: 'restore', title: 'Restore', do: [{ command: ['restore'] }], start: start(), approval: approval(1) },
      ...{ needs: entropy.happens(0.5) ? ['wipe'] : [], onFailure: { retry: 1, every: '10 s' }, undo },
    },
    { id: 'call', title: 'Call the vendor', manual: 'Call them', needs: [] },
  ]
  return { id: 'recovery', title: 'Recovery', steps }
}

function drawAudiences(entropy: Entropy) {
  const notice = (id: string, means: string[], more: object) => ({ id, audience: id, means, ...more })
  const templates = { initial: 'customer-initial', progress: 'customer-progress', resolved: 'customer-resolved' }
  return {
    audiences: {
      customers: {
        ...{ label: 'Customers', external: true, emails: ['one@customer.example', 'two@customer.example'] },
        phones: ['+14155550111', '+14155550112'],
      },
      support: { label: 'Support', slack: 'support' },
    },
    notices: [
      notice('support', ['slack'], {
        ...{
          target: '30 s',
          deadline: '90 s',
          templates: { initial: 'internal-alert', resolved: 'internal-resolved' },
        },
      }),
      notice('customers', entropy.pick([['email'], ['email', 'sms'], ['sms'], ['email', 'status-page']]), {
        ...{ target: '40 s', deadline: '2 min', cadence: '2 min', templates },
        ...(entropy.happens(0.3) && { approval: { by: 'commander', otherwise: entropy.pick(['send', 'hold']) } }),
      }),
    ],
  }
}
