/** Which drill is meant: `[PLAN] DRILL`, whatever follows it. */
import { inWords } from '../../src/plan/in-words.ts'
import { nearest } from '../../src/plan/nearest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Request } from '../command.ts'
import { allPlans } from './plans.ts'

/** `occasion`: named by a button, `@2026-12-05`, which means that one and no other. */
export type FoundDrill =
  | { ok: true; plan: Plan; drill: string; occasion?: string; rest: string }
  | { ok: false; why: string }

/** @param doing the subcommand, for the sentence that says what to type: `start`. */
export async function whichDrill(request: Request, doing: string, words: string): Promise<FoundDrill> {
  const plans = await allPlans(request)
  const typed = words.trim().split(/\s+/).filter(Boolean)
  const named = plans.find(({ id }) => id === typed[0])
  const [name = '', ...rest] = named ? typed.slice(1) : typed
  const having = (named ? [named] : plans).filter(({ drills }) => drills[name])
  const [plan] = having
  if (!plan) return { ok: false, why: noSuchDrill(named ? [named] : plans, doing, name) }
  if (having.length > 1) {
    const choices = having.map(({ id }) => `\`/dr drill ${doing} ${id} ${name}\``)
    return { ok: false, why: `More than one plan has a drill "${name}": say ${inWords(choices, 'or')}.` }
  }
  const [first = '', ...after] = rest
  if (first.startsWith('@')) return { ok: true, plan, drill: name, occasion: first.slice(1), rest: after.join(' ') }
  return { ok: true, plan, drill: name, rest: rest.join(' ') }
}

function noSuchDrill(plans: readonly Plan[], doing: string, name: string): string {
  const known = [...new Set(plans.flatMap(({ drills }) => Object.keys(drills)))]
  if (known.length === 0) return 'No plan in force has a drill: write them under "drills".'
  const near = nearest(name, known)
  const say = near === undefined ? `there are ${inWords(known)}` : `did you mean \`/dr drill ${doing} ${near}\`?`
  return name === ''
    ? `Say which: \`/dr drill ${doing} DRILL\`; ${say}.`
    : `There is no drill "${name}": ${say}${say.endsWith('?') ? '' : '.'}`
}

/** Nobody practises while it is earnest: a drill beside a real incident would be called off at once. Undefined: nothing is in the way. */
export async function whyNoDrillNow(services: Request['services'], planId: string): Promise<string | undefined> {
  const real = (await services.headings()).find((one) => one.plan.id === planId && one.mode === 'real')
  return real && `${real.id} is real and goes on: hold the drill when that is over.`
}
