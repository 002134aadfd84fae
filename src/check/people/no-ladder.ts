/** Incidents in which nobody is paged, because no escalation policy is in force. Legal (R41); whoever declares has to find the others. */
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { eitherOf, quoted } from '../words.ts'

export const noLadder: CheckRule = {
  name: 'no-ladder',
  level: 'warning',
  judge: ({ plan }) => {
    if (plan.policy !== undefined) return []
    const without = plan.severities.filter(({ id }) => plan.severityPolicies[id] === undefined)
    if (without.length === 0) return []
    const own = Object.values(plan.scenarios).some(({ policy }) => policy !== undefined)
    const isWhole = without.length === plan.severities.length && !own
    return [isWhole ? nobodyAtAll(plan) : nobodyAt(without.map(({ id }) => id))]
  },
}

function nobodyAtAll({ policies }: Plan): Finding {
  const written = Object.keys(policies)
  const [only] = written
  const message = 'nobody is ever paged: the plan names no escalation policy'
  if (only === undefined) {
    const remedy = 'write a ladder under "policies", and its name as "policy", such as "policy: main"'
    return { path: [], at: 'value', message, remedy }
  }
  const remedy = `write "policy: ${only}"`
  const mended = written.length === 1 ? { fix: [{ path: ['policy'], to: only }] } : {}
  return { path: ['policies'], at: 'key', message, remedy, ...mended }
}

const nobodyAt = (severities: readonly string[]): Finding => ({
  path: ['severities'],
  at: 'key',
  message: `at severity ${eitherOf(severities.map(quoted))} nobody is paged, except in scenarios with a policy of their own`,
  remedy: 'name a ladder for everything else as "policy", or for these under "severityPolicies"',
})
