/** Who is meant by a mention or a name: `<@U024BE7LH>`, `<@U024BE7LH|ana>`, `@ana`, an id or a name of the plan, a role, `me`. */
import { nearest } from '../../src/plan/nearest.ts'
import { expandTarget, personByContact, roleOf } from '../../src/plan/people.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Request } from '../command.ts'

export type FoundPerson = { ok: true; person: string } | { ok: false; why: string }

/** One person of the plan, or one sentence that says why not. */
export function findPerson(plan: Plan, written: string, { by, atMs }: Pick<Request, 'by' | 'atMs'>): FoundPerson {
  const word = written.trim()
  const slack = /^<@([UW]\w+)(\|[^>]*)?>$/.exec(word)?.[1]
  if (slack !== undefined) {
    const person = personByContact(plan, { slack })
    return person
      ? found(person)
      : refused(`<@${slack}> is not in the plan of ${plan.system.name}: add them to its people.`)
  }
  if (/^(me|myself)$/i.test(word)) {
    const own = ownPerson(plan, by)
    if (own !== undefined) return found(own)
    return refused(`You are not in the plan of ${plan.system.name}: name somebody who is.`)
  }
  const name = word.replace(/^@/, '').toLowerCase()
  const ids = Object.keys(plan.people)
  const person = ids.find((id) => id === name) ?? byName(plan, name)
  if (person !== undefined) return found(person)
  const role = roleOf(plan, name)
  const holder = role === undefined ? undefined : expandTarget(plan, { role }, atMs)[0]
  if (holder !== undefined) return found(holder)
  if (role !== undefined) return refused(`Nobody holds the role ${plan.roles[role]?.label}: name a person.`)
  return refused(`"${word}" is nobody in the plan of ${plan.system.name}.${suggestion(plan, name)}`)
}

/**
 * Takes one person off the words: a mention anywhere in them, else a known name at the front (a name may have several words).
 * `rest` is what remains.
 */
export function takePerson(
  plan: Plan,
  words: string,
  request: Pick<Request, 'by' | 'atMs'>,
): FoundPerson & { rest: string } {
  const mention = /<@[UW]\w+(?:\|[^>]*)?>|(?<=^|\s)@[\w.-]+/.exec(words)
  if (mention) {
    const rest = `${words.slice(0, mention.index)} ${words.slice(mention.index + mention[0].length)}`
    return { ...findPerson(plan, mention[0], request), rest: rest.trim().replace(/ {2,}/g, ' ') }
  }
  const parts = words.split(/\s+/)
  for (let count = Math.min(parts.length, NAME_WORDS_MAX); count > 1; count--) {
    const candidate = findPerson(plan, parts.slice(0, count).join(' '), request)
    if (candidate.ok) return { ...candidate, rest: parts.slice(count).join(' ') }
  }
  return { ...findPerson(plan, parts[0] ?? '', request), rest: parts.slice(1).join(' ') }
}

const NAME_WORDS_MAX = 4

/** By full name, or by a first name that only one person has. */
function byName(plan: Plan, name: string): string | undefined {
  const people = Object.entries(plan.people).map(([id, person]) => ({ id, name: person.name.toLowerCase() }))
  const full = people.find((one) => one.name === name)
  if (full) return full.id
  const first = people.filter((one) => one.name.split(/\s+/)[0] === name)
  return first.length === 1 ? first[0]?.id : undefined
}

function suggestion(plan: Plan, name: string): string {
  const near = nearest(name, [...Object.keys(plan.people), ...Object.keys(plan.roles)])
  return near === undefined ? ' `/dr oncall` lists its people.' : ` Did you mean ${near}?`
}

const found = (person: string): FoundPerson => ({ ok: true, person })
const refused = (why: string): FoundPerson => ({ ok: false, why })

/** Whoever asks, as this very plan knows them: another plan may call the same Slack user something else. */
export function ownPerson(plan: Plan, by: Request['by']): string | undefined {
  if (by.id.startsWith('slack:')) return personByContact(plan, { slack: by.id.slice('slack:'.length) })
  return by.person !== undefined && plan.people[by.person] ? by.person : undefined
}

export const nameOf = (plan: Plan, person: string): string => plan.people[person]?.name ?? person
