/** Names and addresses that are still to be written. One finding for a whole draft, which says so of itself; else one for each person and audience. */
import { bareNumber } from '../../plan/phone.ts'
import type { Person, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { listed, quoted } from '../words.ts'
import {
  domainOf,
  isPlaceholderMail,
  isPlaceholderName,
  isPlaceholderPhone,
  isSandboxMail,
  withoutMark,
} from './placeholders.ts'

/** As many people of a draft are named. */
const NAMED_MAX = 10

export const placeholderContact: CheckRule = {
  name: 'placeholder-contact',
  level: 'warning',
  judge: ({ plan }) => (plan.draft ? ofDraft(plan) : [...ofPeople(plan), ...ofAudiences(plan)]),
}

function ofDraft({ people }: Plan): Finding[] {
  const all = Object.values(people)
  const placeholders = all.filter((person) => marksOf(person).length > 0)
  if (placeholders.length === 0) return []
  const names = listed(placeholders.map(nameWithReason), NAMED_MAX)
  const one = placeholders.length === 1
  const share =
    placeholders.length === all.length
      ? one
        ? 'the one'
        : `all ${all.length}`
      : `${placeholders.length} of the ${all.length}`
  const noun = all.length === 1 ? 'person' : 'people'
  const without = all.filter((person) => !placeholders.includes(person) && !hasAddress(person)).length
  const also = without === 0 ? '' : `; ${without} more ${without === 1 ? 'has' : 'have'} no address at all`
  return [
    {
      path: ['people'],
      at: 'key',
      message: `${share} ${noun} of this draft ${one ? 'is a placeholder' : 'are placeholders'}, whom nothing can reach: ${names}${also}`,
      remedy: 'write names and addresses, here or in a contacts file, and then take "draft: true" away',
    },
  ]
}

/** `Ed Finch (an address of the domain .example)`; of a name that says by itself that it is none, the name. */
function nameWithReason(person: Person): string {
  const { name, email } = person
  if (isPlaceholderName(name)) return withoutMark(name)
  const reasons = marksOf(person).map((mark) =>
    mark === email ? `an address of the domain ${domainOf(mark)}, kept for examples` : 'a number kept for films',
  )
  return `${name} (${listed(reasons)})`
}

const hasAddress = ({ slack, email, phone, pagerduty }: Person): boolean =>
  [slack, email, phone, pagerduty].some((address) => address !== undefined)

const ofPeople = ({ people }: Plan): Finding[] =>
  Object.entries(people).flatMap(([id, person]) => {
    const marks = marksOf(person)
    if (marks.length === 0) return []
    return [
      {
        path: ['people', id],
        at: 'key',
        message: `${listed(marks.map(quoted))} of "${id}" ${marks.length === 1 ? 'is a placeholder' : 'are placeholders'}, and nothing can reach them there`,
        remedy: 'write what is real, here or in a contacts file, or mark the plan "draft: true" until it is known',
      },
    ]
  })

const ofAudiences = ({ audiences }: Plan): Finding[] =>
  Object.entries(audiences).flatMap(([id, { emails, phones }]) => {
    const marks = [
      ...emails.filter(isPlaceholderMail),
      ...phones.filter((phone) => isPlaceholderPhone(bareNumber(phone))),
    ]
    if (marks.length === 0) return []
    return [
      {
        path: ['audiences', id],
        at: 'key',
        message: `${listed(marks.map(quoted))} of the audience "${id}" ${marks.length === 1 ? 'is a placeholder' : 'are placeholders'}, and nobody reads what is sent there`,
        remedy: 'write the real addresses, or mark the plan "draft: true" until they are known',
      },
    ]
  })

/** What of a person is a placeholder. */
function marksOf({ name, email, phone }: Person): string[] {
  // Whoever has an address of the sandbox's has its telephone too.
  const isPlayed = email !== undefined && isSandboxMail(email)
  return [
    ...(isPlaceholderName(name) ? [name] : []),
    ...(email !== undefined && isPlaceholderMail(email) ? [email] : []),
    ...(phone !== undefined && !isPlayed && isPlaceholderPhone(bareNumber(phone)) ? [phone] : []),
  ]
}
