/** Every scenario of every example plan comes to a good end when people answer and nothing fails, and keeps Muster's promises on the way. */
import { expect, it } from 'vitest'
import { standings } from '../../src/incident/recovery/standing.ts'
import { readAsked } from '../../src/rehearsal/ask.ts'
import { rehearse } from '../../src/rehearsal/rehearse.ts'
import { reportOf } from '../../src/rehearsal/report.ts'
import { examplePlan } from './rehearsing.ts'

const PLANS = ['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp', 'patient']

it.each(PLANS)(
  '%s',
  async (name) => {
    const plan = await examplePlan(name)
    for (const scenario of Object.keys(plan.scenarios)) {
      const read = readAsked(plan, { scenario })
      if (!read.ok) throw new Error(read.why)
      const run = await rehearse({ ...read.wanted, channel: false })
      const { resolvedInSeconds, violations } = reportOf(run)
      expect(violations, scenario).toEqual([])
      expect(resolvedInSeconds, scenario).not.toBeNull()
      const open = [...standings(plan, run.state)].filter(([, { settled }]) => !settled)
      expect(open.map(([id, { status }]) => `${id}: ${status}`)).toEqual([])
    }
  },
  120_000,
)
