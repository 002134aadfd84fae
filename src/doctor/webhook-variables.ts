/** The variables that hold addresses and secrets of webhooks: one that is missing would be found in the disaster. Only whether they are set is looked at. */
import type { Plan } from '../plan/schema.ts'
import { type Check, error, type Finding, ok } from './finding.ts'

export const webhookVariables: Check = {
  name: 'webhook-variables',
  group: 'Webhooks',
  run: ({ plans: { plans }, settings }) =>
    plans.filter(({ draft }) => !draft).flatMap((plan) => findingsOf(plan, settings.actions.environment)),
}

function findingsOf(plan: Plan, environment: Readonly<Record<string, string | undefined>>): Finding[] {
  const hooks = [
    ...Object.values(plan.audiences).flatMap(({ label, webhook }) => (webhook ? [{ for: label, webhook }] : [])),
    ...(plan.statusPage?.webhook ? [{ for: 'the status page', webhook: plan.statusPage.webhook }] : []),
  ]
  const missing = hooks.flatMap(({ for: whom, webhook: { urlEnv, secretEnv } }) =>
    [urlEnv, ...(secretEnv === undefined ? [] : [secretEnv])]
      .filter((name) => !environment[name])
      .map((name) =>
        error(
          `${name} is not set (${plan.id})`,
          `The webhook for ${whom} would fail.`,
          `Set ${name} where Muster runs.`,
        ),
      ),
  )
  if (missing.length > 0) return missing
  return hooks.length === 0 ? [] : [ok(`The variables of the webhooks of ${plan.id} are set: ${hooks.length}`)]
}
