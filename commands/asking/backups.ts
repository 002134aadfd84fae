/** Which backup set is meant: `[PLAN] SET`, whatever follows it. */
import { inWords } from '../../src/plan/in-words.ts'
import { nearest } from '../../src/plan/nearest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Request } from '../command.ts'
import { allPlans } from './plans.ts'

type FoundSet = { ok: true; plan: Plan; set: string; rest: string } | { ok: false; why: string }

/** @param doing the subcommand, for the sentence that says what to type: `verify`. */
export async function whichSet(request: Request, doing: string, words: string): Promise<FoundSet> {
  const plans = await allPlans(request)
  const typed = words.trim().split(/\s+/).filter(Boolean)
  const named = plans.find(({ id }) => id === typed[0])
  const [name = '', ...rest] = named ? typed.slice(1) : typed
  const having = (named ? [named] : plans).filter(({ backups }) => Object.hasOwn(backups, name))
  const [plan] = having
  if (!plan) return { ok: false, why: noSuchSet(named ? [named] : plans, doing, name) }
  if (having.length > 1) {
    const choices = having.map(({ id }) => `\`/dr backup ${doing} ${id} ${name}\``)
    return { ok: false, why: `More than one plan has a backup set "${name}": say ${inWords(choices, 'or')}.` }
  }
  return { ok: true, plan, set: name, rest: rest.join(' ') }
}

function noSuchSet(plans: readonly Plan[], doing: string, name: string): string {
  const known = [...new Set(plans.flatMap(({ backups }) => Object.keys(backups)))]
  if (known.length === 0) return 'No plan in force has backups: write them under "backups".'
  const near = nearest(name, known)
  const say = near === undefined ? `there are ${inWords(known)}` : `did you mean \`/dr backup ${doing} ${near}\`?`
  return name === ''
    ? `Say which: \`/dr backup ${doing} SET\`; ${say}.`
    : `There is no backup set "${name}": ${say}${say.endsWith('?') ? '' : '.'}`
}
