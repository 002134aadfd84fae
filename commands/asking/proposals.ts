/** Which proposal is meant: `[PLAN] [PROPOSAL]`, whatever follows it; without words the only one that is open. */
import { inWords } from '../../src/plan/in-words.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Proposal } from '../../src/readiness/signals/track.ts'
import type { WatchState } from '../../src/readiness/watch/state.ts'
import type { Request } from '../command.ts'
import { allPlans } from './plans.ts'

export type FoundProposal =
  | { ok: true; plan: Plan; state: WatchState; proposal: string; open: Proposal | null; rest: string }
  | { ok: false; why: string }

/** @param doing the subcommand, for the sentence that says what to type: `dismiss`. */
export async function whichProposal(request: Request, doing: string, words: string): Promise<FoundProposal> {
  const plans = await allPlans(request)
  const typed = words.trim().split(/\s+/).filter(Boolean)
  const named = plans.find(({ id }) => id === typed[0])
  const left = named ? typed.slice(1) : typed
  const [id, ...rest] = /^p\d+$/.test(left[0] ?? '') ? left : [undefined, ...left]
  const found = (
    await Promise.all((named ? [named] : plans).map(({ id: plan }) => request.services.watch(plan)))
  ).filter((one) => one !== undefined)
  const having = found.filter(({ state: { signals } }) => (id === undefined ? signals.proposal : knows(signals, id)))
  const [one] = having
  if (!one) {
    const where = named ? ` for ${named.system.name}` : ''
    return {
      ok: false,
      why: `Nothing is proposed${where} that could be answered: \`/dr alerts\` says how things stand.`,
    }
  }
  if (having.length > 1) {
    const choices = having.map(({ plan }) => `\`/dr alerts ${doing} ${plan.id}\``)
    return { ok: false, why: `More than one thing is proposed: say ${inWords(choices, 'or')}.` }
  }
  const open = one.state.signals.proposal
  const proposal = id ?? open!.id
  return { ok: true, ...one, proposal, open: open?.id === proposal ? open : null, rest: rest.join(' ') }
}

const knows = ({ proposal, past }: WatchState['signals'], id: string): boolean =>
  proposal?.id === id || past.some((one) => one.id === id)
