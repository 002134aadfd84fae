/** What is due when in a scenario, against the figures of the plans' texts and of a made-up plan. */
import { expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { paragraph } from '../../src/render/document.ts'
import { markdownOf } from '../../src/render/markdown.ts'
import { timetable } from '../../src/render/timetable.ts'
import { wholePlan } from './whole-plan.ts'

const { plans } = await loadPlanFiles('plans')
const planOf = (id: string): Plan => plans.find((plan) => plan.id === id)!

/** Minute → what. */
function minutes(plan: Plan, scenario: string): Record<string, string> {
  const rows = timetable(plan, scenario)
  const text = (what: (typeof rows)[number]['what']) =>
    markdownOf({ title: '', classification: undefined, imprint: '', blocks: [paragraph(what)] })
      .split('\n')
      .at(4) ?? ''
  return Object.fromEntries(rows.map(({ atMs, what }) => [atMs / 60_000, text(what)]))
}

it('has the ladder and the notices of the MCP Debate System at their minutes', () => {
  const due = minutes(planOf('mcp-debate'), 'infrastructure-loss')
  expect(due[0]).toContain('Paged: On-call engineer (Level 1); Engineering team told by Slack and PagerDuty')
  expect(due[10]).toBe('Support team told by Slack and mail')
  expect(due[15]).toContain('Paged: Technical Lead and Database Administrator (Level 2); **Latest** for Support team')
  expect(due[30]).toContain('Paged: Incident Commander (Level 3); **Latest** for Management')
  expect(due[60]).toContain('(Level 4); **Latest** for Customers (by the status page and mail)')
  expect(due[120]).toContain('**Latest** for Sales team (by mail)')
  expect(due[240]).toContain('**The RTO ends**')
  expect(due[24 * 60]).toMatch(/^\*\*Latest\*\* for Regulators \(by mail\), if “.*” was answered with yes$/)
  expect(Object.values(due).join()).not.toContain('Data protection authority')
})

it('follows the severity of the scenario', () => {
  const plan = wholePlan()
  const asGrave = minutes(plan, 'flood')
  expect(asGrave).toMatchObject({
    0: 'Paged: Night watch and Harbour master (First call); Shut it begins',
    3: 'All crew told by Slack, Slack message, mail, SMS and phone call',
    12: 'Ship owners told by mail and phone call',
    13: 'Harbour master is asked: Has oil leaked?',
    25: "Paged: PagerDuty's schedule PSCHED and Olaf Off (Second call)",
    30: 'Gates and pumps should be back',
    72: '40 % of the RTO is used up',
    180: '**The RTO ends**',
  })
  const { severity: _, policy: __, ...flood } = plan.scenarios.flood!
  const asMild = minutes({ ...plan, scenarios: { flood: flood as Plan['scenarios'][string] } }, 'flood')
  expect(asMild[45]).toBe('Paged: Ann Ames (Calm call)')
  expect(Object.values(asMild).join()).not.toMatch(/Ship owners|oil/)
})
