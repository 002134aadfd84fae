/** One short sentence for each event about the time in which the database was away. */
import type { VoyageEvent } from '../incident/voyage-shape.ts'
import { reveal } from '../plan/actor.ts'
import { MEANS_LABELS } from '../plan/means-labels.ts'
import type { Plan } from '../plan/schema.ts'
import { actorName, personName } from './names.ts'
import type { Told } from './tell-attempts.ts'
import { clockText } from './time-text.ts'

type Merged = Extract<VoyageEvent, { type: 'lifeboat-merged' }>
type Teller<T extends VoyageEvent['type']> = (event: Extract<VoyageEvent, { type: T }>, about: { plan: Plan }) => Told

/** Conflicts told in one sentence, at most; the journal has all. */
const TOLD_MAX = 10

export const VOYAGE_TELLERS: { [T in VoyageEvent['type']]: Teller<T> } = {
  'gone-adrift': () => ({
    text: 'The database is away: running from the lifeboat. Paging, acknowledgements and due messages go on; steps and approvals wait',
    loud: true,
  }),
  'lifeboat-merged': (event, { plan }) => {
    const period = `${clockText(event.fromMs)} to ${clockText(event.toMs)}`
    const parts = [
      `The database is back: what was taken in the lifeboat (${period}) is in the journal`,
      ...refusals(event, plan),
      ...twice(event, plan),
    ]
    return { text: parts.join('. '), loud: event.refused.length > 0 }
  },
}

function refusals({ refused }: Merged, plan: Plan): string[] {
  if (refused.length === 0) return []
  const told = refused.slice(0, TOLD_MAX).map(({ command, by, atMs, why }) => {
    return `${command} by ${actorName(plan, by)} at ${clockText(atMs)} (${reveal(why)})`
  })
  const more = refused.length > TOLD_MAX ? ` and ${refused.length - TOLD_MAX} more` : ''
  return [`It had been taken, and does not hold after all: ${told.join('; ')}${more}`]
}

function twice({ rangTwice }: Merged, plan: Plan): string[] {
  if (rangTwice.length === 0) return []
  const told = rangTwice.slice(0, TOLD_MAX).map(({ person, means }) => {
    return `${personName(plan, person)} by ${MEANS_LABELS[means as keyof typeof MEANS_LABELS] ?? means}`
  })
  return [`Paged by two replicas, and so twice: ${told.join(', ')}`]
}
