/** Facts of the responder console folded into the state. */
import type { ExternalEffect } from '../effects.ts'
import type { EventOf } from '../events.ts'
import type { Effort, IncidentState } from '../state.ts'
import { CODES_KEPT_MAX, OUTAGES_KEPT_MAX } from './limits.ts'
import { type Code, type ConsoleEvent, type ConsoleState, openedKey } from './state.ts'

export function evolveConsole(state: IncidentState, event: ConsoleEvent): IncidentState {
  const next = { ...state, console: folded(state.console, event) }
  return event.type === 'moved-back' ? { ...next, efforts: dueAgain(state.efforts, event) } : next
}

/** What only Slack can do, and what the outage has kept from it. */
const IN_SLACK: ReadonlySet<ExternalEffect['kind']> = new Set([
  ...(['open-channel', 'set-topic', 'invite', 'set-bookmarks', 'show-board', 'say', 'tell-overview'] as const),
  ...(['retire-page', 'retire-ask', 'update-ask', 'show-step', 'show-task'] as const),
])

/**
 * Nothing is lost by a failure while Slack was away: that it was away says it all. An approval is asked for elsewhere as well, and stands in the channel; what only Slack can do is made
 * up for, unless it was refused again. A page and a message to an audience are no such thing, for whom they were meant has not been reached by them.
 */
export const isMendedByReturn = (efforts: IncidentState['efforts'], { obligation, effect }: Failed): boolean =>
  effect.kind === 'ask-approval'
    ? effect.means === 'slack'
    : IN_SLACK.has(effect.kind) && efforts[obligation]?.end !== 'dead'

type Failed = Pick<EventOf<'attempt-failed' | 'attempt-lost'>, 'obligation' | 'effect'>

/** It has failed since then, and is done when Slack is back. */
export const keptFromSlack = ({ effect, failures, lastAtMs, end }: Effort, sinceMs: number): boolean =>
  IN_SLACK.has(effect.kind) && failures > 0 && lastAtMs >= sinceMs && end !== 'done'

/** Nobody waits for the pause after the last failure, and nothing was given up for good because of an outage. */
function dueAgain(efforts: IncidentState['efforts'], { sinceMs, atMs }: { sinceMs: number; atMs: number }) {
  const again = Object.entries(efforts).map(([id, effort]): [string, Effort] => {
    if (!keptFromSlack(effort, sinceMs) || effort.inHand) return [id, effort]
    const { end: _givenUp, ...rest } = effort
    return [id, { ...rest, failures: 0, retryAtMs: atMs }]
  })
  return Object.fromEntries(again)
}

function folded(before: ConsoleState, event: ConsoleEvent): ConsoleState {
  const { atMs } = event
  switch (event.type) {
    case 'moved': {
      const n = before.moves + 1
      return { ...before, moves: n, away: { n, sinceMs: event.sinceMs, atMs } }
    }
    case 'moved-back':
      return {
        ...before,
        away: null,
        outages: [...before.outages, { sinceMs: event.sinceMs, backMs: atMs }].slice(-OUTAGES_KEPT_MAX),
      }
    case 'link-asked': {
      const n = (before.asked[event.person]?.n ?? 0) + 1
      return { ...before, asked: { ...before.asked, [event.person]: { n, atMs } } }
    }
    case 'console-opened':
      return { ...before, opened: { ...before.opened, [openedKey(event.person, event.link)]: atMs } }
    case 'code-asked': {
      const { person, thing, what, mailToo } = event
      const code: Code = { person, askedMs: atMs, thing, what, mailToo, tries: 0, usedMs: null }
      return { ...before, codes: newest({ ...before.codes, [event.challenge]: code }) }
    }
    case 'code-answered': {
      const code = before.codes[event.challenge]
      if (!code) return before
      const after = event.right ? { ...code, usedMs: atMs } : { ...code, tries: code.tries + 1 }
      return { ...before, codes: { ...before.codes, [event.challenge]: after } }
    }
  }
}

const newest = (codes: Record<string, Code>): Record<string, Code> =>
  Object.fromEntries(Object.entries(codes).slice(-CODES_KEPT_MAX))

export const CONSOLE_EVENT_TYPES: Record<ConsoleEvent['type'], true> = {
  moved: true,
  'moved-back': true,
  'link-asked': true,
  'console-opened': true,
  'code-asked': true,
  'code-answered': true,
}
export const isOfConsole = (event: { type: string }): event is ConsoleEvent =>
  Object.hasOwn(CONSOLE_EVENT_TYPES, event.type)

/** What only concerns whoever opens the console: the channel is not told. */
export const isPersonal = (event: { type: string }): boolean =>
  isOfConsole(event) && event.type !== 'moved' && event.type !== 'moved-back'
