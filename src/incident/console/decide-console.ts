/** Moving to the console and back, links and codes: who may have which, and how often. */
import { isE164 } from '../../plan/phone.ts'
import type { Plan } from '../../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, nothing, overNote, refuse } from '../decision.ts'
import type { IncidentState } from '../state.ts'
import {
  AGAIN_AFTER_MS,
  CODE_LIFETIME_MS,
  CODE_TRIES_MAX,
  CODES_PER_HOUR_MAX,
  CONSOLE_AFTER_END_MS,
  HOUR_MS,
} from './limits.ts'
import { type Code, type ConsoleCommand, openedKey } from './state.ts'

export function decideConsole(
  plan: Plan,
  state: IncidentState,
  command: CommandOf<ConsoleCommand['type']>,
): IncidentDecision {
  const { atMs, by } = command
  const { away } = state.console
  switch (command.type) {
    case 'move':
      if (state.phase !== 'open' || away) return nothing()
      return happened({ type: 'moved', atMs, by, sinceMs: command.sinceMs })
    case 'move-back':
      return away ? happened({ type: 'moved-back', atMs, by, sinceMs: away.sinceMs }) : nothing()
    case 'ask-link':
      return askLink(plan, state, command)
    case 'open-console':
      return openConsole(plan, state, command)
    case 'ask-code':
      return askCode(plan, state, command)
    case 'answer-code':
      return answerCode(state, command)
  }
}

const STRANGER = 'The plan of this incident does not know you: ask somebody who is in it to add you.'

function askLink(plan: Plan, state: IncidentState, { atMs, by }: CommandOf<'ask-link'>): IncidentDecision {
  const over = overNote(state)
  if (over) return refuse(over)
  const person = by.person === undefined ? undefined : plan.people[by.person]
  if (by.person === undefined || !person) return refuse(STRANGER)
  const reached = (person.phone !== undefined && isE164(person.phone)) || person.email !== undefined
  if (!reached)
    return refuse('The plan has neither a telephone number nor a mail address for you: no link can be sent.')
  const last = state.console.asked[by.person]
  if (last && atMs - last.atMs < AGAIN_AFTER_MS) return nothing('A link is on its way to you: give it half a minute.')
  return happened({ type: 'link-asked', atMs, by, person: by.person })
}

function openConsole(plan: Plan, state: IncidentState, command: CommandOf<'open-console'>): IncidentDecision {
  const { atMs, by, link } = command
  if (by.person === undefined || !plan.people[by.person]) return refuse(STRANGER)
  if (state.endedMs !== null && atMs - state.endedMs > CONSOLE_AFTER_END_MS)
    return refuse(`${state.id} has been over for more than a week: its console is closed.`)
  if (state.console.opened[openedKey(by.person, link)] !== undefined)
    return refuse('This link has been used: a link opens the console once. Have another one sent to you.')
  return happened({ type: 'console-opened', atMs, by, person: by.person, link })
}

function askCode(plan: Plan, state: IncidentState, command: CommandOf<'ask-code'>): IncidentDecision {
  const { atMs, by, challenge, thing, what, mailToo } = command
  const person = by.person
  if (person === undefined || !plan.people[person]) return refuse(STRANGER)
  if (state.console.codes[challenge]) return nothing()
  const phone = plan.people[person]?.phone
  if (phone === undefined || !isE164(phone))
    return refuse(
      'This wants a code by text message, and the plan has no telephone number for you: somebody else has to do it.',
    )
  const recent = Object.values(state.console.codes).filter(
    (code) => code.person === person && atMs - code.askedMs < HOUR_MS,
  )
  if (recent.some((code) => code.thing === thing && atMs - code.askedMs < AGAIN_AFTER_MS))
    return refuse('A code was sent to you less than half a minute ago: wait a moment, then ask again.')
  if (recent.length >= CODES_PER_HOUR_MAX)
    return refuse(`${CODES_PER_HOUR_MAX} codes were sent to you within the hour: somebody else has to do it, or wait.`)
  return happened({ type: 'code-asked', atMs, by, person, challenge, thing, what, mailToo })
}

function answerCode(state: IncidentState, command: CommandOf<'answer-code'>): IncidentDecision {
  const { atMs, by, challenge, right } = command
  const code = state.console.codes[challenge]
  if (!code || code.person !== by.person) return refuse('There is no such code: have one sent to you.')
  if (!isOpenCode(code, atMs)) return refuse('This code cannot be used any more: have a new one sent to you.')
  return happened({ type: 'code-answered', atMs, by, person: code.person, challenge, right })
}

/** Neither used, nor too old, nor guessed at too often. */
export const isOpenCode = ({ askedMs, tries, usedMs }: Code, atMs: number): boolean =>
  usedMs === null && tries < CODE_TRIES_MAX && atMs - askedMs < CODE_LIFETIME_MS
