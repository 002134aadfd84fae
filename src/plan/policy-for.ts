/** Which severity an incident begins with when nobody names one, and which ladder is paged then. Pure. */
import type { Plan } from './schema.ts'

/** The severity of a declaration that names none: the scenario's, else the plan's default, else the worst. */
export function defaultSeverity(plan: Plan, scenario: string | null): string {
  const own = scenario ? plan.scenarios[scenario]?.severity : undefined
  return own ?? plan.defaultSeverity ?? plan.severities.toSorted((a, b) => a.rank - b.rank)[0]?.id ?? ''
}

/** Id of the policy: the scenario's, else the severity's, else the plan's (R53); undefined: nobody is paged. */
export function policyFor(plan: Plan, scenario: string | null, severity: string): string | undefined {
  const own = scenario ? plan.scenarios[scenario]?.policy : undefined
  return own ?? plan.severityPolicies[severity] ?? plan.policy
}
