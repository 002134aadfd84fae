/** What stands between an incident and its resolution: checks that have not passed, runs nobody knows the end of, and what is still to be taken back (R111). */
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { type StepStatus, standings } from './standing.ts'
import { openUndos } from './undoing.ts'

export interface OpenGate {
  step: string
  title: string
  kind: 'check' | 'running' | 'unknown' | 'undo'
  status: StepStatus
  /** What else must be true after a recovery, by the plan, and is proven by this check. */
  objective?: string
}

export function openGates(plan: Plan, state: IncidentState): OpenGate[] {
  const all = standings(plan, state)
  const { steps } = procedureNow(plan, state)
  const inTheWay = steps.flatMap(({ id, title, gate, openEnded }): OpenGate[] => {
    const standing = all.get(id)
    if (!standing) return []
    const { status } = standing
    if (status === 'unknown') return [{ step: id, title, status, kind: 'unknown' }]
    if (status === 'running' && !openEnded) return [{ step: id, title, status, kind: 'running' }]
    return gate !== null && !standing.settled
      ? [{ step: id, title, status, kind: 'check', ...objectiveOf(plan, id) }]
      : []
  })
  const undos = openUndos(plan, state).map(
    ({ id, undo }): OpenGate => ({ step: id, title: undo?.title ?? id, status: 'ready', kind: 'undo' }),
  )
  return [...inTheWay, ...undos]
}

/** Undefined: no objective hangs on it. */
export const objectiveText = (plan: Plan, check: string): string | undefined =>
  plan.objectives.also.find((one) => one.check === check)?.text

function objectiveOf(plan: Plan, check: string): { objective?: string } {
  const objective = objectiveText(plan, check)
  return objective === undefined ? {} : { objective }
}

const NAMED_MAX = 6

/** Why it cannot be resolved yet, and what to do; undefined: nothing is in the way. */
export function whyNotResolved(plan: Plan, state: IncidentState): string | undefined {
  const open = openGates(plan, state)
  if (open.length === 0) return undefined
  const named = (kind: OpenGate['kind']) => open.filter((gate) => gate.kind === kind)
  const list = (gates: OpenGate[]) => {
    const titles = gates
      .slice(0, NAMED_MAX)
      .map(({ title, objective }) => (objective === undefined ? title : `${title}, an objective: ${objective}`))
    return gates.length > NAMED_MAX ? [...titles, `${gates.length - NAMED_MAX} more`].join('; ') : titles.join('; ')
  }
  // Those that an objective hangs on are always among the named.
  const checks = named('check').toSorted(
    (a, b) => Number(b.objective !== undefined) - Number(a.objective !== undefined),
  )
  const parts = [
    checks.length > 0 &&
      `${checks.length} ${checks.length === 1 ? 'check has' : 'checks have'} not passed (${list(checks)}): \`/dr check\` shows and ticks them, \`/dr check waive all REASON\` goes on without`,
    named('running').length > 0 &&
      `still running: ${list(named('running'))}; ${named('running')
        .map(({ step }) => `\`/dr step cancel ${step}\``)
        .join(', ')}`,
    named('unknown').length > 0 &&
      `nobody knows how this ended: ${list(named('unknown'))}; find out, then \`/dr step done STEP\` or \`failed STEP\``,
    named('undo').length > 0 &&
      `still to be taken back: ${list(named('undo'))}; \`/dr undo\` does it, \`/dr undo keep STEP REASON\` leaves it`,
  ].filter((part) => part !== false)
  return `${state.id} cannot be resolved yet. ${parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('. ')}.`
}
