/** What fields of a message are made of: an incident as it stands. */
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'

export interface About {
  plan: Plan
  state: IncidentState
  view: View
  /** Epoch ms. */
  atMs: number
}
