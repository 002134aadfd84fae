/** One short sentence for each event about what people are told. */
import type { CommunicationEvent } from '../incident/communication/events.ts'
import { reveal } from '../plan/actor.ts'
import { formatDuration } from '../plan/length.ts'
import type { Plan } from '../plan/schema.ts'
import { actorName } from './names.ts'
import { audienceName, MARK_WORDS, messageName } from './notice-words.ts'
import type { Told } from './tell-attempts.ts'
import { clockText, timeText } from './time-text.ts'

type Teller<T extends CommunicationEvent['type']> = (
  event: Extract<CommunicationEvent, { type: T }>,
  about: { plan: Plan },
) => Told

const loud = (text: string): Told => ({ text, loud: true })
const quiet = (text: string): Told => ({ text, loud: false })

export const COMMUNICATION_TELLERS: { [T in CommunicationEvent['type']]: Teller<T> } = {
  'message-edited': (event, { plan }) => quiet(`${actorName(plan, event.by)} changed the ${messageName(plan, event)}`),
  'message-approved': (event, { plan }) =>
    quiet(`${actorName(plan, event.by)} approved the ${messageName(plan, event)}`),
  'message-skipped': (event, { plan }) =>
    loud(`${actorName(plan, event.by)} left out the ${messageName(plan, event)}: ${reveal(event.reason)}`),
  'told-by-hand': (event, { plan }) => {
    const where = event.where ? `: ${reveal(event.where)}` : ''
    return quiet(`${actorName(plan, event.by)} has told ${audienceName(plan, event.notice)} by hand${where}`)
  },
  'question-answered': (event, { plan }) => {
    const question = plan.questions[event.question]?.question ?? event.question
    const since = event.answer === 'yes' && event.sinceMs !== event.atMs ? `, since ${timeText(event.sinceMs)}` : ''
    const reason = event.reason ? `: ${reveal(event.reason)}` : ''
    return loud(`“${question}” ${actorName(plan, event.by)} says ${event.answer}${since}${reason}`)
  },
  'cadence-set': ({ notice, everyMs, ...event }, { plan }) => {
    const who = audienceName(plan, notice)
    if (everyMs === undefined) return quiet(`${actorName(plan, event.by)} has ${who} told as often as planned again`)
    return quiet(
      everyMs === null
        ? `${actorName(plan, event.by)} stopped the regular updates to ${who}`
        : `${actorName(plan, event.by)} has ${who} told every ${formatDuration(everyMs)}`,
    )
  },
  'review-published': (event, { plan }) =>
    quiet(
      event.own
        ? `${actorName(plan, event.by)} publishes the review`
        : `${actorName(plan, event.by)} says that the review can be read: ${reveal(event.link)}`,
    ),
  'notice-warned': (event, { plan }) => {
    const [before, after] = MARK_WORDS[event.mark]
    return event.mark === 'missed'
      ? loud(`Late: the ${messageName(plan, event)} was due by ${clockText(event.lateMs)}`)
      : loud(`${before} for the ${messageName(plan, event)} ${after}: it is late from ${clockText(event.lateMs)} on`)
  },
}
