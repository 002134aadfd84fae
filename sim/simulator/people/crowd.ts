/**
 * The people of a simulation. They answer what reaches them, sometimes and in time or late; and besides they do anything that can be done, contradict each other in
 * the same instant, and do not know where the incident stands.
 */

import { privately, SYSTEM } from '../../../src/plan/actor.ts'
import { SYSTEM_STREAM } from '../../../src/readiness/state.ts'
import type { CrowdParts } from './crowd-parts.ts'
import { createIncidentWishes } from './incident-wishes.ts'

/** How busy people are: so many times somebody does something on their own. */
const TIMES = [4, 10, 30]

export function createCrowd(parts: CrowdParts): void {
  const { entropy, scheduler, span } = parts
  answerWhatArrives(parts)
  const wishes = createIncidentWishes(parts)
  const pauseMs = Math.ceil((span.toMs - span.fromMs) / entropy.pick(TIMES))
  const next = () => {
    if (scheduler.nowMs >= span.toMs) return
    // Several at once, each through whichever replica they get.
    for (let count = entropy.pick([1, 1, 1, 2, 3]); count > 0; count--) wishes.one()
    scheduler.after(entropy.between(1, 2 * pauseMs), next)
  }
  scheduler.at(span.fromMs + entropy.between(1, pauseMs), next)
  if (entropy.happens(0.3)) holdForAWhile(parts)
  if (entropy.happens(0.3)) goesAway(parts)
}

/** Somebody goes away, and another takes their pages. */
function goesAway({ scheduler, entropy, post, plan, span }: CrowdParts): void {
  const [person, standIn] = [entropy.pick(Object.keys(plan.people)), entropy.pick(Object.keys(plan.people))]
  const by = { person: standIn, id: `test:${standIn}`, via: 'slack' as const }
  const atMs = entropy.between(span.fromMs, span.toMs)
  const untilMs = atMs + entropy.between(10_000, 600_000)
  const cover = { type: 'arrange-cover', by, planId: plan.id, person, standIn, fromMs: atMs, untilMs }
  scheduler.at(atMs, () => post.send(SYSTEM_STREAM, cover))
}

/** Somebody holds everything, and somebody lets it go. */
function holdForAWhile({ scheduler, entropy, post, plan, span }: CrowdParts): void {
  const by = { person: entropy.pick(Object.keys(plan.people)), id: 'cli:somebody', via: 'cli' as const }
  const fromMs = entropy.between(span.fromMs, span.toMs)
  scheduler.at(fromMs, () => post.send(SYSTEM_STREAM, { type: 'hold', by, reason: privately('It runs away') }))
  scheduler.at(fromMs + entropy.between(1_000, (span.toMs - fromMs) / 2 + 1_000), () =>
    post.send(SYSTEM_STREAM, { type: 'release', by }),
  )
}

function answerWhatArrives({ entropy, scheduler, outside, post, plan }: CrowdParts): void {
  const readiness = entropy.pick([0.1, 0.4, 0.8])
  outside.onArrival((arrival, effect, ref) => {
    const { stream, to } = arrival
    if (effect.kind === 'page') {
      const { page, means, person } = effect
      if (arrival.service === 'twilio' && entropy.happens(0.8))
        scheduler.after(entropy.between(50, 30_000), () => {
          const status = outside.statusOf(ref)
          if (status) post.send(stream, { type: 'report-delivery', by: SYSTEM, page, means, ref, status })
        })
      if (!entropy.happens(readiness)) return
      const by = { person, id: `test:${person}`, via: 'console' as const }
      const type = entropy.happens(0.85) ? 'acknowledge' : 'decline'
      scheduler.after(entropy.between(2_000, 90_000), () => post.send(stream, { type, by }))
    }
    if (effect.kind === 'ask-approval' && entropy.happens(readiness)) {
      const step = effect.run.replace(/[#/].*$/, '')
      const by = { person: to, id: `test:${to}`, via: 'console' as const }
      scheduler.after(entropy.between(2_000, 60_000), () =>
        post.send(stream, { type: 'approve-step', by, step, typed: plan.system.name }),
      )
    }
  })
}
