/** What is owed after a declaration by the second and the fourth example plan, moment by moment: who is paged, who is told. */
import { expect, it } from 'vitest'
import { examplePlan } from '../../plan/example-plans.ts'
import { MINUTE, type Story, startStory, T0 } from '../story.ts'

function planOf(id: string) {
  const plan = examplePlan(id)
  // Its people are placeholders, whom only the sandbox gives addresses.
  for (const person of Object.values(plan.people))
    Object.assign(person, { email: 'x@plan.example', phone: '+14155550100' })
  return plan
}

/** Minute → the notices whose first message went out then, with their means. */
function told(story: Story): Record<number, string[]> {
  const all = story
    .of('attempted')
    .flatMap(({ atMs, effect }) =>
      effect.kind === 'notify' && effect.moment === 'initial'
        ? [{ minute: (atMs - T0) / MINUTE, what: `${effect.notice} by ${effect.means}` }]
        : [],
    )
  const groups = Map.groupBy(all, ({ minute }) => minute)
  return Object.fromEntries([...groups].map(([minute, group]) => [minute, group.map(({ what }) => what).toSorted()]))
}

it('B tells in its three windows and climbs its ladder until it is resolved, whoever has acknowledged', () => {
  const declare = { scenario: 'database-corruption', severity: 'critical' }
  const story = startStory(planOf('dhafnck-mcp'), { declare })
  story.until(MINUTE)
  story.ask({ type: 'acknowledge', person: 'devops-engineer' })
  story.until(70 * MINUTE)
  expect(told(story)).toEqual({
    0: ['devops by pagerduty', 'operations-manager by sms'],
    2: ['status-brief by status-page'],
    10: ['customer-success by email', 'executives by email', 'support by email'],
    20: ['enterprise-customers by email', 'status-detailed by status-page'],
  })
  expect(story.reached().slice(0, 4)).toEqual([
    'technical at 0 (time)',
    'coordination at 15 (time)',
    'strategy at 30 (time)',
    'executive at 60 (time)',
  ])
})

const LEVELS: Record<string, Record<number, string[]>> = {
  minor: {
    0: ['operations by email', 'operations by slack', 'technical-team by email', 'technical-team by slack'],
  },
  major: {
    0: ['operations by email', 'operations by slack', 'technical-team by email', 'technical-team by slack'],
    10: [
      ...['management by email', 'management by slack', 'management by voice'],
      ...['operations-phone by voice', 'technical-team-phone by voice'],
    ],
  },
  critical: {
    0: ['operations by email', 'operations by slack', 'technical-team by email', 'technical-team by slack'],
    10: [
      ...['management by email', 'management by slack', 'management by voice'],
      ...['operations-phone by voice', 'technical-team-phone by voice'],
    ],
    20: [
      ...['all-staff by email', 'all-staff by slack', 'customers by email', 'customers by status-page'],
      'partners by email',
    ],
  },
}

it.each(Object.entries(LEVELS))(
  'D at severity %s tells whom its levels add up to, and pages nobody',
  (severity, expected) => {
    const declare = { scenario: 'infrastructure-failure', severity }
    const story = startStory(planOf('sentia-mcp'), { declare })
    story.until(60 * MINUTE)
    expect(told(story)).toEqual(expected)
    expect(story.reached()).toEqual([])
  },
)
