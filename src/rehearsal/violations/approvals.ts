/**
 * Promise 3: nothing runs without the approvals that its step asks for, and nothing twice. Counts anew from the events themselves, and not by what the core makes
 * of them.
 */
import type { Event, EventOf } from '../../incident/events.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Checker, Violation } from './course.ts'

interface Begun {
  event: EventOf<'attempted'>
  run: string
  seq: number
}

const begun = (event: Event, seq: number): Begun[] =>
  event.type === 'attempted' && event.effect.kind === 'run-step' ? [{ event, run: event.effect.run, seq }] : []

export const ranUnapproved: Checker = ({ plan, moments }) =>
  moments.flatMap(({ event, seq, before }) =>
    begun(event, seq).flatMap(({ event: { atMs, effect }, run }): Violation[] => {
      if (effect.kind !== 'run-step' || effect.variant === 'dry') return []
      const step = procedureNow(plan, before).byId.get(effect.step)
      if (!step) return [{ rule: 'ran-unapproved', atMs, seq, message: `${run} runs, and there is no such step.` }]
      const earlier = moments.slice(0, seq - 1).map((moment) => moment.event)
      const missing = missingOf(step, effect, earlier)
      if (missing === 0) return []
      const message = `${run} runs with ${missing} of its ${step.approval?.count} approvals missing.`
      return [{ rule: 'ran-unapproved', atMs, seq, message }]
    }),
  )

/** Approvals that count: each of another person, of the very thing that runs, and the requester's only where the plan lets it. */
function missingOf(
  { approval }: PlanStep,
  { run, digest }: { run: string; digest: string },
  earlier: readonly Event[],
): number {
  if (!approval || earlier.some((event) => event.type === 'break-glass-used' && event.run === run)) return 0
  const given = earlier.flatMap((event) =>
    event.type === 'step-approved' && event.run === run && event.digest === digest ? [event.person] : [],
  )
  const people = new Set(given)
  const requested = earlier.findLast((event) => event.type === 'step-requested' && event.digest === digest)
  const requester = requested?.type === 'step-requested' ? (requested.requester ?? requested.by).person : undefined
  if (approval.notRequester && requester !== undefined) people.delete(requester)
  return Math.max(0, approval.count - people.size)
}

/** A run is handed out once; again only when it was held back before anything was begun. */
export const ranTwice: Checker = ({ moments }) => {
  const inHand = new Set<string>()
  return moments.flatMap(({ event, seq }): Violation[] => {
    if (event.type === 'attempt-failed' && event.held && event.effect.kind === 'run-step') {
      inHand.delete(event.effect.run)
      return []
    }
    return begun(event, seq).flatMap(({ run }): Violation[] => {
      const isAgain = inHand.has(run)
      inHand.add(run)
      return isAgain
        ? [{ rule: 'ran-twice', atMs: event.atMs, seq, message: `${run} is carried out a second time.` }]
        : []
    })
  })
}
