/** What the linter owes the four plans of the documents: the contradictions that their own figures have. The list is a least one; it says nothing of others. */
import { beforeAll, describe, expect, it } from 'vitest'
import { noticesRules } from '../../src/check/notices/rules.ts'
import { peopleRules } from '../../src/check/people/rules.ts'
import { recoveryRules } from '../../src/check/recovery/rules.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'

const found = new Map<string, string[]>()

beforeAll(async () => {
  const { files } = await loadPlanFiles(new URL('../../plans/', import.meta.url).pathname)
  for (const { plan, data } of files) {
    if (!plan) continue
    const rules = [...recoveryRules, ...peopleRules, ...noticesRules]
    const findings = rules.flatMap(({ name, judge }) =>
      judge({ plan, data, nowMs: 0 }).map(({ path, message }) => `${name} ${path.join('.')}: ${message}`),
    )
    found.set(plan.id, findings)
  }
})

describe.each([
  [
    'mcp-debate',
    [
      /^objective-beyond-plan scenarios\.security-breach\.rto: .* 8 h, 4 h more than the 4 h/,
      /^rto-tight .*"infrastructure-loss" end after 240 min, .*leaves 0 min$/,
      /^window-beyond-rto scenarios\.service-failure\..* 5 min: .*"full" to 4 h$/,
      /^scenario-without-checks scenarios\.security-breach: /,
      /^manual-placeholder .*security-response/,
      /^ladder-slower-than-window .*"management" is told within 30 min, .* after 1 h, by level "level-4"$/,
      /^placeholder-contact people: all 8 people/,
    ],
  ],
  [
    'dhafnck-mcp',
    [
      /^rto-unreachable scenarios\.security-breach: .* RTO of 240 min: 260 min of steps, .*; the steps alone are 20 min over$/,
      /^rto-tight scenarios\.infrastructure-failure: .*225 min of steps/,
      /^ladder-slower-than-window .*"executives" is told within 15 min, .* after 30 min/,
      /^placeholder-contact people: .*Operations manager/,
    ],
  ],
  [
    'puo-memo',
    [
      /^rto-tight .* end after 60 min, with an RTO of 60 min: that leaves 0 min$/,
      /^tier-before-phase tiers\.0\.window: .* due after 15 min, .*"application", which begins after 30 min$/,
      /^step-without-owner .*check-search/,
    ],
  ],
  [
    'sentia-mcp',
    [
      /^no-ladder /,
      /^budget-missing scenarios\.infrastructure-failure: /,
      /^window-beyond-rto scenarios\.security-incident\..*"eradication" to 8 h and "recovery" to 24 h$/,
      /^manual-placeholder .*dr-activate/,
      /^placeholder-contact /,
    ],
  ],
])('%s', (id, owed) => {
  it.each(owed)('%s', (pattern) => {
    expect(
      found.get(id)?.filter((one) => pattern.test(one)),
      found.get(id)?.join('\n'),
    ).toHaveLength(1)
  })
})

it('takes the budgets of a restart for 25 minutes and those with its rollback for 55', async () => {
  const { plans } = await loadPlanFiles(new URL('../../plans/dhafnck-mcp.yaml', import.meta.url).pathname)
  const { recoveryTimes } = await import('../../src/check/recovery/recovery-time.ts')
  const times = recoveryTimes(plans[0]!, 'application-failure')
  expect([times?.ordinary.stepsMs, times?.worst.stepsMs]).toEqual([25 * 60_000, 55 * 60_000])
})
