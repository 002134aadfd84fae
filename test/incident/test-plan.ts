/** A small plan for tests of the core: a ladder of four levels as in plan A, two people on the second, a backup behind the first. */
import { type Plan, planSchema } from '../../src/plan/schema.ts'

type PlanInput = Parameters<typeof planSchema.parse>[0]

const person = (name: string, n: number) => ({
  name,
  slack: `U00000000${n}`,
  email: `${name.toLowerCase().replaceAll(' ', '-')}@example.com`,
  phone: `+1415555010${n}`,
  pagerduty: `P00000${n}`,
})

export const testPlanInput = {
  muster: 1,
  id: 'shop',
  system: { name: 'Shop', publicName: 'The Shop' },
  objectives: { rto: '4 h', rpo: '1 h', availability: 99.9 },
  severities: [
    { id: 'critical', label: 'Critical', rank: 1, aliases: ['p1'] },
    { id: 'minor', label: 'Minor', rank: 2 },
  ],
  people: {
    olga: person('Olga', 1),
    otto: person('Otto', 2),
    tina: person('Tina', 3),
    dora: person('Dora', 4),
    ivan: person('Ivan', 5),
    cleo: person('Cleo', 6),
  },
  roles: {
    'on-call': { label: 'On-call engineer', holders: ['olga', 'otto'] },
    'technical-lead': { label: 'Technical lead', holders: ['tina'] },
    dba: { label: 'Database administrator', holders: ['dora'] },
    commander: { label: 'Incident commander', holders: ['ivan'] },
    cto: { label: 'CTO', holders: ['cleo'] },
  },
  commander: 'commander',
  policies: {
    main: {
      stop: 'acknowledged',
      again: false,
      levels: [
        { id: 'one', label: 'Level 1', after: 'immediately', to: [{ role: 'on-call' }], purpose: 'Look at it.' },
        {
          id: 'two',
          label: 'Level 2',
          after: '15 min',
          to: [{ role: 'technical-lead' }, { role: 'dba' }],
          purpose: 'Lead the repair.',
        },
        { id: 'three', label: 'Level 3', after: '30 min', to: [{ role: 'commander' }], purpose: 'Coordinate.' },
        { id: 'four', label: 'Level 4', after: '60 min', to: [{ role: 'cto' }], purpose: 'Decide.' },
      ],
    },
  },
  policy: 'main',
  pagerduty: { service: 'shop' },
  scenarios: { 'database-corruption': { title: 'Database corruption', rto: '2 h' } },
  audiences: {
    customers: { label: 'Customers', external: true, emails: ['customers@example.com'] },
    support: { label: 'Support', slack: 'support' },
  },
  notices: [
    {
      id: 'support',
      audience: 'support',
      means: ['slack'],
      deadline: '15 min',
      target: '10 min',
      templates: { initial: 'internal-alert', resolved: 'internal-resolved' },
    },
    {
      id: 'customers',
      audience: 'customers',
      means: ['email'],
      target: 'T+15 minutes',
      deadline: '1 h',
      cadence: '30 minutes',
      templates: { initial: 'customer-initial', progress: 'customer-progress', resolved: 'customer-resolved' },
    },
  ],
} satisfies PlanInput

type Policy = Record<string, unknown>

/** The plan with some parts replaced; `policy` and `level` reach into the ladder. */
export function testPlan(
  change: {
    policy?: Policy
    level?: Record<string, unknown>
    plan?: Record<string, unknown>
    policies?: Record<string, unknown>
  } = {},
): Plan {
  const { main } = testPlanInput.policies
  const levels = main.levels.map((level) => ({ ...level, ...change.level }))
  return planSchema.parse({
    ...testPlanInput,
    ...change.plan,
    policies: { main: { ...main, levels, ...change.policy }, ...change.policies },
  })
}
