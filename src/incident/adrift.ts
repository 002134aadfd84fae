/**
 * The rules of an incident while the database is away (docs/lifeboat.md). The same ones, but that nothing is decided of the recovery and nothing is approved, and what two
 * replicas must not both do is not owed: neither knows of the other. All of that is owed again when the database is back.
 */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Command } from './commands.ts'
import { openTasks } from './communication/tasks.ts'
import { incidentCore } from './core.ts'
import { refuse } from './decision.ts'
import type { Effect } from './effects.ts'
import { owed } from './owed.ts'
import type { IncidentState } from './state.ts'
import { tick } from './tick.ts'

const WAITS =
  'The database is away: steps and approvals wait until it is back. Ask by phone, and write down who said yes with `/dr note`.'

/** What a step that was begun before says of itself, and what a person says of one that they do by hand, is taken; all else of the recovery waits. */
const REFUSED: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'start-step',
  'approve-step',
  'reject-step',
  'break-glass',
  'choose-option',
  'skip-step',
  'waive-undo',
  'waive-checks',
  'reset-step',
  'put-step-first',
  'add-step',
  'draw-card',
  'approve-message',
])

/** Starts an action, asks for an approval, or would be made twice by two replicas. */
const LEFT_OUT: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>([
  'run-step',
  'request-step',
  'ask-approval',
  'expire-approval',
  'void-request',
  'resolve',
  'stop-resolving',
  'find-restore-points',
  'tell-subscribers',
  'file-report',
  'file-review',
  'send-review',
])

export const adriftIncidentCore: typeof incidentCore = {
  ...incidentCore,
  decide(plan, state, command) {
    if (REFUSED.has(command.type)) return refuse(WAITS)
    if (command.type !== 'tick' || !plan || state.phase === 'not-declared')
      return incidentCore.decide(plan, state, command)
    return tick(plan, state, command.atMs, command.facts, owedAdrift)
  },
  owed: (plan, state) => (plan ? owedAdrift(plan, state) : []),
  stillWanted: (plan, state, obligation, attempt) =>
    state.efforts[obligation]?.effect.kind !== 'run-step' && incidentCore.stillWanted(plan, state, obligation, attempt),
}

const owedAdrift = (plan: Plan, state: IncidentState): Obligation<Effect>[] =>
  owed(plan, state).filter(({ effect }) => !isLeftOut(plan, state, effect))

function isLeftOut(plan: Plan, state: IncidentState, effect: Effect): boolean {
  if (LEFT_OUT.has(effect.kind)) return true
  // Another replica may be carrying it out, and nobody here can hear its signs of life.
  if (effect.kind === 'lose') return state.efforts[effect.obligation]?.effect.kind === 'run-step'
  // Two would make two incidents there.
  if (effect.kind === 'publish-status') return state.hostedId === undefined
  if (effect.kind === 'ask-task')
    return openTasks(plan, state).some(({ id, kind }) => id === effect.task && kind === 'approve')
  return false
}
