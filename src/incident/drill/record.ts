/** What people say of a drill by name (R154, R155): what its plan asks for, and what may be said when. Pure. */
import type { Drill } from '../../plan/drill-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import { happened, type IncidentDecision, nothing, refuse } from '../decision.ts'
import { belongs, notOfIt } from '../recovery/refusals.ts'
import type { IncidentState } from '../state.ts'
import { LIST_PARTS, type RecordCommand, type RecordEvent, type RecordPart } from './record-shape.ts'

/** The drill of the plan that an incident is; undefined: none, or nobody has said which. */
export const drillOf = (plan: Plan, { mode, drill }: IncidentState): Drill | undefined =>
  mode === 'drill' && drill !== null ? plan.drills[drill] : undefined

/** The texts of the plan, by part and in its order. */
export function recordParts(plan: Plan, state: IncidentState): { part: RecordPart; text: string }[] {
  const drill = drillOf(plan, state)
  const items = LIST_PARTS.flatMap((list) =>
    (drill?.checklist[list] ?? []).map((text, index) => ({ part: `${list}/${index}` as const, text })),
  )
  const sections = plan.drillRecord.map((text, index) => ({ part: `section/${index}` as const, text }))
  const restored = isOnProduction(plan, state) ? [{ part: 'restored' as const, text: RESTORED }] : []
  return [...items, ...restored, ...sections]
}

export const RESTORED = 'Production is as it was before the drill'

export const isOnProduction = (plan: Plan, state: IncidentState): boolean =>
  drillOf(plan, state)?.target === 'production'

/** Why a drill cannot be over yet; undefined: nothing of its record stands in the way. */
export function whyRecordNotDone(plan: Plan, state: IncidentState): string | undefined {
  if (!isOnProduction(plan, state) || state.record.restored) return undefined
  return 'This drill is held on production: say first that production is as it was before, `/dr drill restored`.'
}

/** Also when the drill is over: most of its record is written then. */
export function decideRecord(plan: Plan, state: IncidentState, command: RecordCommand): IncidentDecision {
  const { atMs, by, part, text } = command
  if (state.mode !== 'drill') return refuse(`${state.id} is no drill: \`/dr note\` keeps what is said of it.`)
  if (!belongs(plan, state, by)) return refuse(notOfIt(plan))
  const known = recordParts(plan, state).find((one) => one.part === part)
  if (!known) return refuse(`The plan asks for no such thing in the record of ${state.id}.`)
  if (state.record[part] && !text) return nothing(`“${known.text}” has been signed already.`)
  return happened({ type: 'record-signed', atMs, by, part, ...(text && { text }) })
}

export function evolveRecord(state: IncidentState, { atMs, by, part, text }: RecordEvent): IncidentState {
  const kept = text ?? state.record[part]?.text
  return { ...state, record: { ...state.record, [part]: { atMs, seq: state.seq, by, ...(kept && { text: kept }) } } }
}
