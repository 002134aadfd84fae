/** People of a ladder who have no address for a means by which it is to page them. One finding for a person, however many levels they are on. */
import { everyoneOn, personOrder } from '../../plan/people.ts'
import type { Level, Means, Person, Plan } from '../../plan/schema.ts'
import { valueAt } from '../once.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { listed, quoted } from '../words.ts'
import { isPlaceholderName } from './placeholders.ts'

export const contactMissing: CheckRule = {
  name: 'contact-missing',
  level: 'warning',
  judge: ({ plan, data }) => {
    const levels = Object.entries(plan.policies).flatMap(([policy, { levels: own }]) =>
      own.map((level, index): PlacedLevel => {
        const path = ['policies', policy, 'levels', index, 'means']
        return { level, path, isWritten: valueAt(data, path) !== undefined }
      }),
    )
    return [
      ...Object.entries(plan.people).flatMap(([id, person]) => addressesMissing(plan, id, person, levels)),
      ...(plan.pagerduty ? [] : levels.flatMap(withoutService)),
    ]
  },
}

interface PlacedLevel {
  level: Level
  path: (string | number)[]
  /** Where no means are written all will do, and any one is enough. */
  isWritten: boolean
}

const ADDRESSES: Partial<Record<Means, { key: 'slack' | 'phone' | 'email'; noun: string }>> = {
  slack: { key: 'slack', noun: 'Slack id' },
  sms: { key: 'phone', noun: 'telephone number' },
  voice: { key: 'phone', noun: 'telephone number' },
  email: { key: 'email', noun: 'mail address' },
}

function addressesMissing(plan: Plan, id: string, person: Person, levels: readonly PlacedLevel[]): Finding[] {
  // That a placeholder has no address is no news.
  if (isPlaceholderName(person.name)) return []
  const missing = new Map<string, string>()
  const asking = new Set<string>()
  for (const { level, isWritten } of levels) {
    if (!everyoneOn(plan, level).includes(id)) continue
    const isAsked = isWritten || person.means !== undefined
    if (!isAsked && personOrder(plan, id, level).length > 0) continue
    for (const means of person.means ?? level.means) {
      const address = ADDRESSES[means]
      if (!address || person[address.key] !== undefined) continue
      missing.set(address.key, address.noun)
      asking.add(level.id)
    }
  }
  if (missing.size === 0) return []
  const nouns = [...missing.values()].map((noun) => `no ${noun}`)
  const levelNames = listed([...asking].map(quoted))
  return [
    {
      path: ['people', id],
      at: 'key',
      message: `"${id}" (${person.name}) has ${listed(nouns)}, by which ${asking.size === 1 ? 'level' : 'levels'} ${levelNames} would page them`,
      remedy: `write ${listed([...missing.keys()].map(quoted))} here or in a contacts file, or take the means away`,
    },
  ]
}

function withoutService({ level, path, isWritten }: PlacedLevel): Finding[] {
  if (!isWritten || !level.means.includes('pagerduty')) return []
  return [
    {
      path,
      at: 'value',
      message: `level "${level.id}" is to page by PagerDuty, but the plan names no service there, so it does not`,
      remedy: 'write "pagerduty: { service: NAME }", or take "pagerduty" away here',
    },
  ]
}
