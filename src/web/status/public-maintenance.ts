/** Maintenance and drills as the plan announces them, and where each stands now. */
import { type Maintenance, maintenanceWindow } from '../../plan/maintenance-schema.ts'
import type { Plan } from '../../plan/schema.ts'

export interface PublicMaintenance {
  /** `<plan id>/<its id in the plan>`. */
  id: string
  planId: string
  title: string
  kind: Maintenance['kind']
  fromMs: number
  toMs: number
  state: 'scheduled' | 'in_progress' | 'completed'
  /** Ids as in `PublicComponent`. */
  components: string[]
  text: string
}

const STANDING_TEXT: Record<Maintenance['kind'], string> = {
  maintenance: 'We carry out maintenance at this time.',
  drill: 'We practise for an emergency at this time. Nothing is wrong.',
}

/** All that the plan announces, in the order of time. */
export function publicMaintenance(plan: Plan, nowMs: number): PublicMaintenance[] {
  return plan.maintenance
    .map((one): PublicMaintenance => {
      const { fromMs, toMs } = maintenanceWindow(one, plan.zone)
      const shown = one.components.filter((component) => plan.components[component]?.public)
      return {
        id: `${plan.id}/${one.id}`,
        planId: plan.id,
        title: one.title,
        kind: one.kind,
        fromMs,
        toMs,
        state: nowMs < fromMs ? 'scheduled' : nowMs < toMs ? 'in_progress' : 'completed',
        components: shown.map((component) => `${plan.id}/${component}`),
        text: one.text ?? STANDING_TEXT[one.kind],
      }
    })
    .toSorted((a, b) => a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1))
}
