/** The variables that plans name for their PagerDuty routing keys: which ones there are, only the plans know. */
import { loadPlanFiles } from '../plan/load-files.ts'

/** @param plans plan files and folders; broken ones are left to whoever loads them in earnest. */
export async function routingKeyVariables(plans: readonly string[]): Promise<string[]> {
  const loaded = await loadPlanFiles(plans)
  return loaded.plans.flatMap((plan) => plan.pagerduty?.routingKeyEnv ?? [])
}
