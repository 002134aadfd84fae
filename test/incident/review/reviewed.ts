/**
 * An incident with everything that a review tells of. By the clock of T0, in minutes: first sign −12, declared 0, Olga answers 4, the change is approved 9 after it was
 * asked for at 0, the break-glass step at 20, restore 24 to 64 (of 30), customers told at 70 (late from 60), a check waived at 80, back at 80, over at 85.
 */
import { privately } from '../../../src/plan/actor.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import {
  approved,
  byHand,
  type Recovery,
  type RecoveryStory,
  recoveryPlan,
  startRecovery,
} from '../recovery/recovery-plan.ts'
import { by, MINUTE, T0 } from '../story.ts'
import { testPlanInput } from '../test-plan.ts'

const recovery: Recovery = {
  steps: [
    approved('stop', { count: 1 }, { title: 'Stop all writes' }),
    approved('fence', {}, { title: 'Fence the old primary', needs: ['stop'] }),
    byHand('restore', { title: 'Restore the newest backup', budget: '30 min', needs: ['fence'] }),
  ],
  validation: [byHand('totals', { title: 'Totals agree', group: 'business' })],
  plan: {
    notices: testPlanInput.notices.map((notice) => ({ ...notice, cadence: undefined })),
    components: { api: { label: 'API' } },
    postIncident: {
      reviewWithin: '48 hours',
      participants: ['commander', 'dba'],
      agenda: ['Timeline', 'Root cause'],
      sections: ['Summary', 'Five times why', 'Credits to customers'],
      deliverables: ['Report'],
    },
  },
}

export const reviewedPlan = (): Plan => recoveryPlan(recovery)

/** @param mode `drill`: the same, held as one. */
export function reviewedStory(mode: 'real' | 'drill' = 'real'): RecoveryStory {
  const story = startRecovery(recovery, {
    declare: { mode, outageStartMs: T0 - 12 * MINUTE, components: ['api'] },
    answer: (effect, atMs) =>
      effect.kind === 'notify' && effect.notice === 'customers' && atMs < T0 + 70 * MINUTE
        ? { ok: false, reason: 'The mail server says later (451).', retryAtMs: T0 + 70 * MINUTE }
        : {
            ok: true,
            detail: { ref: `ref-${effect.kind}`, ts: 'ts', ...(effect.kind === 'run-step' && { output: '' }) },
          },
  })
  const at = (minutes: number) => story.until(minutes * MINUTE)
  const ask: typeof story.ask = (command, who) => {
    const decision = story.ask(command, who)
    if (!decision.ok) throw new Error(decision.why)
    return decision
  }
  at(4)
  ask({ type: 'acknowledge' }, by('olga'))
  at(6)
  ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('ivan'))
  ask({ type: 'note', text: privately('We go back to the backup of nine'), decision: true }, by('ivan'))
  ask({ type: 'note', text: privately('The disk of db1 is full'), decision: false }, by('olga'))
  at(9)
  ask({ type: 'approve-step', step: 'stop' }, by('dora'))
  at(20)
  ask({ type: 'break-glass', step: 'fence', reason: privately('nobody else is awake') }, by('ivan'))
  at(24)
  ask({ type: 'start-step', step: 'restore' }, by('dora'))
  at(64)
  ask({ type: 'end-step', step: 'restore', ok: true }, by('dora'))
  at(80)
  ask({ type: 'skip-step', step: 'totals', reason: privately('the shop is closed today') }, by('ivan'))
  ask({ type: 'change-status', status: 'monitoring' }, by('ivan'))
  at(85)
  ask({ type: 'resolve' }, by('ivan'))
  return story
}
