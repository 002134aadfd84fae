/** Which plan is meant: the one named, the only one, the one that knows the person. */

import { inWords } from '../../src/plan/in-words.ts'
import { planByName } from '../../src/plan/recognise.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Request } from '../command.ts'
import { findPerson, takePerson } from './people.ts'

export type FoundPlan = { ok: true; plan: Plan } | { ok: false; why: string }

export async function allPlans({ services }: Pick<Request, 'services'>): Promise<Plan[]> {
  return Object.values(await services.plans())
}

/** The plan that the words name, else the only one. */
export async function onePlan(request: Request, command: string, words: string): Promise<FoundPlan> {
  const plans = await allPlans(request)
  const named = words === '' ? undefined : planByName(plans, words)
  const plan = named === undefined ? undefined : plans.find((one) => one.id === named)
  if (plan) return { ok: true, plan }
  if (plans.length === 0)
    return { ok: false, why: 'There is no plan in force: put one into the plans folder, then `/dr plan reload`.' }
  if (words === '' && plans.length === 1) return { ok: true, plan: plans[0]! }
  const names = inWords(
    plans.map((one) => `\`/dr ${command} ${one.id}\``),
    'or',
  )
  return { ok: false, why: `${words === '' ? 'Which plan?' : `"${words}" is no plan here.`} Say ${names}.` }
}

/** A person in the plan that knows them: the open incident's first, then any in force. */
export async function planKnowing(
  request: Request,
  words: string,
): Promise<{ ok: true; plan: Plan; person: string; rest: string } | { ok: false; why: string }> {
  const plans = await allPlans(request)
  const state = request.incident === undefined ? undefined : await request.services.state(request.incident)
  let why = 'There is no plan in force.'
  for (const plan of state ? [state.plan, ...plans] : plans) {
    const found = takePerson(plan, words, request)
    if (found.ok) return { ok: true, plan, person: found.person, rest: found.rest }
    why = found.why
  }
  return { ok: false, why }
}

/** The plans that know both people, each with the people's ids there. */
export function plansKnowingBoth(
  plans: readonly Plan[],
  one: string,
  other: string,
  request: Pick<Request, 'by' | 'atMs'>,
) {
  return plans.flatMap((plan) => {
    const first = findPerson(plan, one, request)
    const second = findPerson(plan, other, request)
    return first.ok && second.ok ? [{ plan, first: first.person, second: second.person }] : []
  })
}
