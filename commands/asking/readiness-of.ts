/** How ready systems are, for all who show it: the answer in Slack, the home, the console and the metrics say the same. */
import type { Plan } from '../../src/plan/schema.ts'
import { type Readiness, readiness } from '../../src/readiness/readiness.ts'
import type { Services } from '../services.ts'

export interface SystemReadiness {
  plan: Plan
  ready: Readiness
}

/** As far as journal and watch know at this moment. */
export async function readinessOf(
  services: Pick<Services, 'proofs' | 'watch'>,
  plan: Plan,
  atMs: number,
): Promise<SystemReadiness> {
  const [proofs, watch] = await Promise.all([services.proofs(plan.id), services.watch(plan.id)])
  return { plan, ready: readiness(plan, proofs, atMs, watch?.state) }
}

/** Of every plan in force, in their order. */
export async function readinessOfAll(
  services: Pick<Services, 'plans' | 'proofs' | 'watch'>,
  atMs: number,
): Promise<SystemReadiness[]> {
  return Promise.all(Object.values(await services.plans()).map((plan) => readinessOf(services, plan, atMs)))
}
