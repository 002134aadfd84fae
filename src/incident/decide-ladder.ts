/** The ladder by hand: the next level now, a pause, one person more. */
import type { Actor, Private } from '../plan/actor.ts'
import type { Facts } from '../plan/core.ts'
import { own } from '../plan/own.ts'
import type { Plan } from '../plan/schema.ts'
import { type CommandOf, clockTime, happened, type IncidentDecision, nothing, overNote, refuse } from './decision.ts'
import type { LevelReason } from './effects.ts'
import type { Event } from './events.ts'
import { hasAcknowledged, levelKey, nextLevel, policyOf } from './ladder.ts'
import type { IncidentState } from './state.ts'
import { reachLevel } from './tick.ts'

interface Who {
  atMs: number
  by: Actor
  facts?: Facts
}

const NO_FACTS: Facts = { standIns: {} }

export function decideLadder(
  plan: Plan,
  state: IncidentState,
  command: CommandOf<'escalate' | 'pause-ladder' | 'resume-ladder' | 'page-person'>,
): IncidentDecision {
  const over = overNote(state)
  if (over) return refuse(over)
  const { atMs, by } = command
  switch (command.type) {
    case 'escalate': {
      const next = reachNext(plan, state, command, 'escalated')
      if (next) return happened(next)
      return policyOf(plan, state)
        ? refuse('Every level has been paged already; `/dr page @person` pages one person more.')
        : refuse(`The plan ${plan.id} has no escalation policy for this; \`/dr page @person\` pages one person.`)
    }
    case 'pause-ladder': {
      if (command.untilMs !== null && command.untilMs <= atMs)
        return refuse('A pause must end in the future; write for example `/dr ladder pause for 20 min reason`.')
      return happened({ type: 'ladder-paused', atMs, by, reason: command.reason, untilMs: command.untilMs })
    }
    case 'resume-ladder':
      return state.pause ? happened({ type: 'ladder-resumed', atMs, by }) : nothing('The ladder is not paused.')
    case 'page-person': {
      if (!own(plan.people, command.person)) return refuse(`The plan ${plan.id} knows nobody called ${command.person}.`)
      if (hasAcknowledged(state, command.person)) {
        const since = clockTime(state.acknowledgements[command.person]?.atMs ?? atMs)
        return refuse(
          `${plan.people[command.person]?.name} acknowledged ${state.id} at ${since} and is not paged again for it.`,
        )
      }
      return happened(pageByHand(state, command.person, command, command.reason))
    }
  }
}

/** The fact that the next level is reached now; undefined when there is none left. The later levels keep their own times. */
export function reachNext(plan: Plan, state: IncidentState, who: Who, why: LevelReason): Event | undefined {
  const next = nextLevel(plan, state)
  if (!next) return undefined
  const { round } = state.ladder
  const reach = { key: levelKey(round, next.id), level: next.id, round, why }
  return reachLevel(plan, reach, who.atMs, who.facts ?? NO_FACTS, who.by)
}

/** The fact that one person is paged because somebody asked for it. */
export function pageByHand(
  state: IncidentState,
  person: string,
  { atMs, by }: Who,
  reason: Private | undefined,
): Event {
  const n = Object.keys(state.levels).filter((key) => key.startsWith('page/')).length + 1
  const key = `page/${n}`
  const targets = [{ of: [person], candidates: [person] }]
  return {
    type: 'level-reached',
    atMs,
    by,
    key,
    level: 'by-hand',
    round: state.ladder.round,
    why: 'escalated',
    targets,
    ...(reason ? { reason } : {}),
  }
}
