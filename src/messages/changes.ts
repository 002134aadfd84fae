/**
 * What has changed since an audience was last told, from the journal: one line each, oldest first. People outside hear only what was said in public: the
 * status, public updates, when it is expected to be over; people inside also what was decided and what the recovery has done.
 */
import type { Event } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { STATUS_LABELS } from './fields.ts'
import { tell } from './tell.ts'
import { timeText } from './time-text.ts'

type Journaled = Event & { seq: number }

/** As many as somebody reads in an update; what is older is in the timeline. */
const LINES_MAX = 12

const INSIDE: ReadonlySet<Event['type']> = new Set([
  'severity-changed',
  'scenario-set',
  'status-changed',
  'role-assigned',
  'noted',
  'updated',
  'eta-set',
  'outage-start-set',
  'step-ended',
  'run-settled',
  'step-skipped',
  'step-chosen',
  'branch-chosen',
  'resolution-stopped',
  'question-answered',
  'vendor-contacted',
  'reopened',
  'carried-out',
  'attempt-failed',
])

/**
 * @param sinceSeq the journal's number when the audience was last told.
 * @param zone IANA zone in which the lines' times are told.
 */
export function changesSince(
  about: { plan: Plan; state: IncidentState },
  events: readonly Journaled[],
  sinceSeq: number,
  { outside, zone }: { outside: boolean; zone: string },
): string[] {
  const lines = events
    .filter((event) => event.seq > sinceSeq)
    .flatMap((event) => {
      const said = outside ? saidOutside(event, zone) : saidInside(about, event)
      return said === undefined ? [] : [`${timeText(event.atMs, zone)}: ${said}`]
    })
  return lines.slice(-LINES_MAX)
}

function saidOutside(event: Journaled, zone: string): string | undefined {
  switch (event.type) {
    case 'status-changed': {
      const text = event.public && event.text ? `. ${reveal(event.text)}` : ''
      return `Now ${STATUS_LABELS[event.to].toLowerCase()}${text}`
    }
    case 'updated':
      return event.public ? reveal(event.text) : undefined
    case 'eta-set':
      return event.etaMs === null
        ? 'The expected end is not known any more'
        : `Expected resolution: ${timeText(event.etaMs, zone)}`
    case 'reopened':
      return 'It is disrupted again'
    default:
      return undefined
  }
}

function saidInside({ plan, state }: { plan: Plan; state: IncidentState }, event: Journaled): string | undefined {
  if (!INSIDE.has(event.type)) return undefined
  // Of effects, only those of the recovery's steps: who was told is told elsewhere.
  if ((event.type === 'carried-out' || event.type === 'attempt-failed') && event.effect.kind !== 'run-step')
    return undefined
  return tell(plan, state, event)?.text
}
