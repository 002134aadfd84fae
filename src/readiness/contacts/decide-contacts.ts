/** What is asked of a watch about contacts, and what time makes of them: events, or one sentence that says why not. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { accept, type Decided, nothing, refuse } from '../watch/decided.ts'
import type { Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import { addressesOf } from './rounds.ts'
import { addressKey, type ContactsCommand, type ContactsDue, type ContactsEvent } from './track.ts'

export function decideContacts(plan: Plan, state: WatchState, command: ContactsCommand): Decided {
  const { atMs, by } = command
  const { round, troubles } = state.contacts
  switch (command.type) {
    case 'test-contacts': {
      if (round && !round.closed)
        return refuse('Everybody is being asked already: `/dr readiness` says who has confirmed.')
      const asked = addressesOf(plan)
      if (asked.length === 0) return refuse('Nobody in the plan has an address: give them some in the contacts file.')
      return accept({ type: 'contact-round-began', atMs, by, asked, now: true })
    }
    case 'confirm-contact': {
      const { person, means } = command
      const asked = round?.asked.find((one) => addressKey(one) === addressKey(command))
      if (by.person !== person) return refuse('Only the person who was asked can confirm it.')
      if (command.round !== undefined && command.round !== round?.startedMs)
        return refuse('That test is over: answer the newest message that you have.')
      if (!asked) return refuse('You have not been asked for that: nothing needs to be confirmed.')
      if (asked.confirmedMs !== undefined) return nothing('You have confirmed that already. Thank you.')
      return accept({ type: 'contact-confirmed', atMs, by, person, means })
    }
    case 'report-reach': {
      const found = new Set(command.troubles.map(({ key }) => key))
      const began = command.troubles.filter(({ key }) => !troubles[key])
      const ended = Object.keys(troubles).filter((key) => !found.has(key))
      return accept({ type: 'reach-looked-at', atMs, by, began, ended })
    }
    default:
      return command satisfies never
  }
}

export function contactsDue(
  plan: Plan,
  state: WatchState,
  due: readonly ContactsDue[],
  { atMs, by }: Fact,
): ContactsEvent[] {
  return due.map((effect): ContactsEvent => {
    if (effect.kind === 'begin-contact-round')
      return { type: 'contact-round-began', atMs, by, asked: addressesOf(plan) }
    const missing = (state.contacts.round?.asked ?? [])
      .filter(({ confirmedMs }) => confirmedMs === undefined)
      .map(({ person, means }) => ({ person, means }))
    return { type: 'contact-round-closed', atMs, by, missing }
  })
}
