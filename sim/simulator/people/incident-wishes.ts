/** Anything that somebody may ask of an incident, drawn: sense and nonsense, with steps that exist and people who may not. */
import { type Actor, privately } from '../../../src/plan/actor.ts'
import { PHONE_IN_TEXT } from '../plans/small-plan.ts'
import type { CrowdParts } from './crowd-parts.ts'
import { allSteps } from './steps-of.ts'

type Wish = { type: string } & Record<string, unknown>

export function createIncidentWishes({ entropy, scheduler, post, plan, incidents }: CrowdParts) {
  const people = Object.keys(plan.people)
  const steps = allSteps(plan)
  const severities = plan.severities.map(({ id }) => id)
  const why = privately(`because; call me on ${PHONE_IN_TEXT}`)

  const wishes = (): Wish[] => {
    const step = entropy.pick(steps)
    const person = entropy.pick(people)
    const { id: notice } = entropy.pick(plan.notices)
    const message = { notice, moment: entropy.pick(['initial', 'progress', 'resolved']), nth: entropy.between(0, 2) }
    return [
      ...[{ type: 'acknowledge' }, { type: 'acknowledge' }, { type: 'decline' }, { type: 'decline', to: person }],
      ...[{ type: 'escalate' }, { type: 'page-person', person }, { type: 'show-life' }],
      { type: 'pause-ladder', reason: why, untilMs: scheduler.nowMs + entropy.between(1, 300) * 1_000 },
      ...[{ type: 'resume-ladder' }, { type: 'change-severity', severity: entropy.pick(severities) }],
      {
        type: 'change-status',
        status: entropy.pick(['investigating', 'identified', 'recovering', 'monitoring']),
        public: true,
      },
      ...[
        { type: 'note', text: why, decision: false },
        { type: 'update', text: why, public: entropy.happens(0.5) },
      ],
      ...[
        { type: 'start-step', step },
        { type: 'start-step', step },
        { type: 'start-step', step },
      ],
      { type: 'start-step', step, variant: entropy.pick(['do', 'undo', 'dry']) },
      ...[0, 1, 2].map(() => ({ type: 'approve-step', step, typed: plan.system.name })),
      { type: 'reject-step', step, reason: why },
      { type: 'break-glass', step, typed: plan.system.name, reason: why },
      ...[
        { type: 'end-step', step, ok: entropy.happens(0.7) },
        { type: 'cancel-step', step },
      ],
      ...[
        { type: 'skip-step', step, reason: why },
        { type: 'reset-step', step },
        { type: 'put-step-first', step },
      ],
      ...[{ type: 'assign-role', role: entropy.pick(Object.keys(plan.roles)), person }],
      ...[{ type: 'resolve' }, { type: 'waive-checks', reason: why }],
      ...[
        { type: 'notify', notice },
        { type: 'approve-message', ...message, version: entropy.between(1, 2) },
      ],
      ...[
        { type: 'skip-message', ...message, reason: why },
        { type: 'told-by-hand', ...message },
      ],
      ...(entropy.happens(0.3) ? [{ type: 'cancel', reason: why }] : []),
      ...[{ type: 'reopen' }, { type: 'reopen' }],
    ]
  }

  const asks = (person: string): Actor => ({
    person,
    id: `test:${person}`,
    via: entropy.pick(['slack', 'console', 'sms']),
  })
  return {
    /** Somebody asks something of some incident now; several for one approval. */
    one(): void {
      const stream = entropy.pick(incidents)
      const wish = entropy.pick(wishes())
      const crowd = wish.type === 'approve-step' && entropy.happens(0.5) ? 2 : 1
      for (let count = 0; count < crowd; count++) post.send(stream, { ...wish, by: asks(entropy.pick(people)) })
    },
  }
}
