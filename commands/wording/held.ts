/** How everything outgoing being held is said: in capitals, because it looks like peace and is the opposite. */
import { reveal } from '../../src/plan/actor.ts'
import type { SystemState } from '../../src/readiness/state.ts'
import { moment } from './times.ts'

/** Undefined when nothing is held. */
export function heldLine(system: SystemState, nowMs: number): string | undefined {
  if (system.held === null) return undefined
  const reason = reveal(system.held.reason)
  return `*EVERYTHING IS HELD* since ${moment(system.held.atMs, nowMs)}${reason ? `: ${reason}` : ''}. Nobody is paged or told. \`/dr hold off\` resumes.`
}
