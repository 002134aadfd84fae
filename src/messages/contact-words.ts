/** What is told about contacts: who has not confirmed that they can be reached, what was found dead, and the question itself. */
import { reveal } from '../plan/actor.ts'
import { counted, inWords } from '../plan/in-words.ts'
import { MEANS_LABELS } from '../plan/means-labels.ts'
import type { Plan } from '../plan/schema.ts'
import type { Asked, ContactsAbout } from '../readiness/contacts/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import { personName } from './names.ts'
import type { NewsWords } from './news-shape.ts'

const SHOWN_MAX = 10

export function contactNews(plan: Plan, { contacts }: WatchState, about: ContactsAbout): NewsWords {
  if (about.kind === 'reach-troubles') {
    const troubles = Object.values(contacts.troubles).map(({ what }) => reveal(what))
    return {
      title: `in a disaster this would fail: ${clipped(troubles[0] ?? 'something')}${troubles.length > 1 ? `, and ${troubles.length - 1} more` : ''}`,
      text: `${listed(troubles)} \`muster doctor\` says what to do.`,
      buttons: [],
    }
  }
  const missing = (contacts.round?.asked ?? []).filter(({ confirmedMs }) => confirmedMs === undefined)
  const people = [...new Set(missing.map(({ person }) => person))]
  return {
    title: `${counted(people.length, 'person').replace('persons', 'people')} may not be reached`,
    text: `They were asked a week ago to confirm, and did not: ${listed(people.map((person) => `${personName(plan, person)} by ${inWords(missing.filter((one) => one.person === person).map(byMeans))}`))} Ask them, or put their addresses right.`,
    buttons: [],
  }
}

/** The first sentence, for a title. */
const clipped = (text: string): string => text.split('. ')[0]!.replace(/\.$/, '')

const byMeans = ({ means, failed }: Asked): string =>
  `${MEANS_LABELS[means]}${failed === undefined ? '' : ` (could not be sent: ${failed.replace(/\.$/, '')})`}`

function listed(items: readonly string[]): string {
  const more = items.length - SHOWN_MAX
  return `${items.slice(0, SHOWN_MAX).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`.replace(/\.+$/, '.')
}

/** Nothing is wrong, before anything else: it may be read at once by somebody who is on call. */
export const contactQuestion = (plan: Plan): string =>
  `Nothing is wrong. This is the regular test of how ${plan.system.name} would reach you: please confirm that you got it.`
