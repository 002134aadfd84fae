/** Two plans that share people and a scenario's id, so that what must be told apart can be confused. */
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { testPlan, testPlanInput } from '../incident/test-plan.ts'

export const shop: Plan = testPlan()

export const bank: Plan = planSchema.parse({
  ...testPlanInput,
  id: 'bank',
  system: { name: 'Bank' },
  severities: [{ id: 'high', label: 'High', rank: 1 }],
  links: [{ label: 'Runbook', url: 'https://runbooks.example.com/bank' }],
  statusPage: { url: 'https://status.example.com' },
  scenarios: { 'database-corruption': { title: 'Ledger corruption' }, flood: { title: 'Flood', aliases: ['water'] } },
})
