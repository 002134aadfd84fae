/** "I have it" and "I can't": the two answers to a page, by whichever means they come. */
import { own } from '../plan/own.ts'
import type { Plan } from '../plan/schema.ts'
import { pageByHand, reachNext } from './decide-ladder.ts'
import { type CommandOf, happened, type IncidentDecision, nothing, overNote, refuse } from './decision.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { hasAcknowledged, speaksFor } from './ladder.ts'
import type { IncidentState, Page } from './state.ts'

export function decideAnswer(
  plan: Plan,
  state: IncidentState,
  command: CommandOf<'acknowledge' | 'decline'>,
): IncidentDecision {
  const over = overNote(state)
  if (over) return nothing(over)
  return command.type === 'acknowledge' ? acknowledge(plan, state, command) : decline(plan, state, command)
}

const openPage = (state: IncidentState, person: string | undefined): Page | undefined =>
  Object.values(state.pages).findLast((page) => page.person === person && !page.end)

/** When somebody last answered; before everything: never. */
const answeredMs = (state: IncidentState, who: string): number => {
  const declined = Object.values(state.pages).flatMap(({ person, end, endedMs }) =>
    person === who && end === 'declined' && endedMs !== undefined ? [endedMs] : [],
  )
  return Math.max(state.acknowledgements[who]?.atMs ?? Number.NEGATIVE_INFINITY, ...declined)
}

function acknowledge(plan: Plan, state: IncidentState, command: CommandOf<'acknowledge'>): IncidentDecision {
  const { atMs, by } = command
  const person = command.person ?? by.person
  if (command.saidMs !== undefined && command.saidMs < answeredMs(state, person ?? by.id))
    return nothing(`You have answered ${state.id} since then.`)
  const page = openPage(state, person)
  // A second press, or two means at once, changes nothing; but after a question ("still on it?"), or for a page of a later level, it does.
  if (hasAcknowledged(state, person ?? by.id) && !page && !state.asked)
    return nothing(`You have acknowledged ${state.id} already. It is yours.`)
  const acknowledged: Event = {
    type: 'acknowledged',
    atMs,
    by,
    ...(person ? { person } : {}),
    ...(page ? { page: page.id } : {}),
  }
  const leader = state.roles[state.commanderRole]
  const takesOver =
    person &&
    speaksFor(plan, state, person, state.commanderRole) &&
    (!leader || (leader.acting && leader.person !== person))
  return takesOver
    ? happened(acknowledged, { type: 'role-assigned', atMs, by, role: state.commanderRole, person })
    : happened(acknowledged)
}

function decline(plan: Plan, state: IncidentState, command: CommandOf<'decline'>): IncidentDecision {
  const { atMs, by, to } = command
  const person = command.person ?? by.person
  if (to && !own(plan.people, to)) return refuse(`The plan ${plan.id} knows nobody called ${to}.`)
  if (to && to === person)
    return refuse('Name somebody else to take it, or leave the name out for the next one on the ladder.')
  const handOff = hasAcknowledged(state, person ?? by.id)
  const page = openPage(state, person)
  if (state.declined.includes(person ?? by.id) && !page && !to)
    return nothing(`You have passed ${state.id} on already.`)
  if (!handOff && !page && !to)
    return refuse(
      `You have not been paged for ${state.id}, so there is nothing to pass on. \`/dr escalate\` pages the next level.`,
    )
  const reason = command.reason ? { reason: command.reason } : {}
  // Whoever was paged has somebody after them, or their level is spent and the next one is owed; whoever came by themselves has neither.
  const paged = Object.values(state.pages).some((candidate) => candidate.person === person)
  const named = to && paged ? { to } : {}
  const declined: Event = { type: 'declined', atMs, by, handOff, ...(person ? { person } : {}), ...reason, ...named }
  if (paged) return happened(declined)
  const after = evolve(state, declined)
  if (to) return happened(declined, pageByHand(after, to, { atMs, by }, command.reason))
  // Somebody else has it: nobody more is called.
  if (Object.keys(after.acknowledgements).length > 0) return happened(declined)
  const next = reachNext(plan, after, command, 'unanswered')
  return next ? happened(declined, next) : happened(declined)
}
