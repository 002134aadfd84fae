/**
 * What comes of a proposal outside its watch: an incident that nobody had to declare, and a line in one that goes on. Promises one incident for one proposal,
 * however often it is tried, and none beside a real one of the same plan.
 */
import type { Declaration, Services } from '../../commands/services.ts'
import type { NewsCarrying } from '../adapters/news-carrier.ts'
import { failed, refused } from '../adapters/outcomes.ts'
import { failing, seenLines } from '../messages/signal-words.ts'
import { clockText } from '../messages/time-text.ts'
import { privately, SYSTEM } from '../plan/actor.ts'
import type { Outcome } from '../plan/core.ts'
import { own } from '../plan/own.ts'
import type { Plan } from '../plan/schema.ts'
import { outageStart } from '../readiness/signals/outage-start.ts'
import type { Proposal, SignalEffect } from '../readiness/signals/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'

type Of<Kind extends SignalEffect['kind']> = Extract<SignalEffect, { kind: Kind }>

export interface Proposals {
  declare(effect: Of<'declare-proposal'>, carrying: NewsCarrying): Promise<Outcome>
  note(effect: Of<'note-signal'>, carrying: NewsCarrying): Promise<Outcome>
}

export function createProposals(
  services: () => Pick<Services, 'declare' | 'headings' | 'ask' | 'askWatch'>,
): Proposals {
  return {
    async declare({ proposal: id }, { plan, state, atMs }) {
      const { proposal } = state.signals
      if (proposal?.id !== id) return refused('It has been answered meanwhile.')
      const key = `proposal/${plan.id}/${id}`
      const incident = await incidentFor(services(), plan, state, proposal, { atMs, key })
      if (typeof incident === 'object') return failed(incident.why)
      const answer = { type: 'answer-proposal', proposal: id, answer: 'declared', incident } as const
      const told = await services().askWatch(plan.id, { ...answer, atMs, by: SYSTEM }, `${key}/declared`)
      return told.ok ? { ok: true, detail: { incident } } : failed(told.why)
    },
    async note({ ref, incident, firstBadMs }, { plan, state, atMs }) {
      const text = privately(`Seen since ${clockText(firstBadMs)}; ${failing(plan, state, ref)}.`)
      const note = { type: 'note', text, decision: false, atMs, by: SYSTEM } as const
      const asked = await services().ask(incident, note, `signal/${incident}/${ref}/${firstBadMs}`)
      return asked.ok ? { ok: true } : refused(asked.why)
    },
  }
}

/** The real one that goes on, else a new one. */
async function incidentFor(
  services: Pick<Services, 'declare' | 'headings'>,
  plan: Plan,
  state: WatchState,
  proposal: Proposal,
  { atMs, key }: { atMs: number; key: string },
): Promise<string | { why: string }> {
  const open = (await services.headings()).find((view) => view.plan.id === plan.id && view.mode === 'real')
  if (open) return open.id
  const declared = await services.declare(declarationOf(plan, state, proposal), { by: SYSTEM, atMs, key })
  return declared.ok ? declared.view.id : { why: declared.why }
}

function declarationOf(plan: Plan, state: WatchState, proposal: Proposal): Declaration {
  const { scenario, severity, components } = proposal
  return {
    ...{ planId: plan.id, scenario, severity, mode: 'real', separate: false },
    seen: seenLines(plan, state, proposal).join('\n'),
    outageStartMs: outageStart(proposal),
    components: components.filter((id) => own(plan.components, id) !== undefined),
  }
}
