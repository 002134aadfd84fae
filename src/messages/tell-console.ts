/** What people are told about Slack being away, and about who works in the responder console. */
import type { Event, EventOf } from '../incident/events.ts'
import type { Plan } from '../plan/schema.ts'
import { personName } from './names.ts'
import type { Told } from './tell-attempts.ts'
import { clockText, durationText } from './time-text.ts'

type Teller<T extends Event['type']> = (event: EventOf<T>, about: { plan: Plan }) => Told | undefined
type Types = 'moved' | 'moved-back' | 'link-asked' | 'console-opened' | 'code-asked' | 'code-answered'

export const CONSOLE_TELLERS: { [T in Types]: Teller<T> } = {
  moved: ({ sinceMs }) => ({
    text: `Slack cannot be reached since ${clockText(sinceMs)}: responders get links to their console by text message and mail`,
    loud: true,
  }),
  'moved-back': ({ sinceMs, atMs }) => ({
    text: `Slack is back after ${durationText(atMs - sinceMs)}. What happened meanwhile stands here in order`,
    loud: false,
  }),
  'link-asked': ({ person }, { plan }) => ({
    text: `${personName(plan, person)} asked for a link to the console`,
    loud: false,
  }),
  'console-opened': ({ person }, { plan }) => ({
    text: `${personName(plan, person)} opened the console`,
    loud: false,
  }),
  'code-asked': () => undefined,
  'code-answered': ({ person, right }, { plan }) =>
    right ? undefined : { text: `A wrong code was given in the console of ${personName(plan, person)}`, loud: false },
}
