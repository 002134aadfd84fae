/** `/dr readiness`: how ready a system is, as one number with the reasons under it. */
import { type Item, readiness as readinessOf } from '../src/readiness/readiness.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import type { DrCommand, Request } from './command.ts'
import { itemLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'

export const readiness: DrCommand = {
  name: 'readiness',
  aliases: ['ready'],
  usage: 'readiness [PLAN]',
  summary: 'How ready a system is, and what is missing: what was proven when, which drills are overdue',
  async run(request) {
    const plans = await allPlans(request)
    if (request.words.trim() === '' && plans.length > 1) return all(request, plans)
    const found = await onePlan(request, 'readiness', request.words.trim())
    if (!found.ok) return refuse(found.why)
    const { plan } = found
    const ready = readinessOf(plan, await request.services.proofs(plan.id), request.atMs)
    const missing = ready.items.filter(({ holds }) => !holds)
    const holding = ready.items.filter(({ holds }) => holds)
    const told = (items: readonly Item[]) =>
      items.length > 0 &&
      bullets(
        items.map((item) => itemLine(plan, item, request.atMs)),
        SHOWN_MAX,
      )
    return answer(
      lines(
        head(plan.system.name, ready),
        missing.length > 0 && '*Missing:*',
        told(missing),
        holding.length > 0 && '*In order:*',
        told(holding),
      ),
      { data: ready },
    )
  },
}

const SHOWN_MAX = 20

const head = (name: string, { percent, items }: ReturnType<typeof readinessOf>): string =>
  percent === null
    ? `*${name}*: its plan has neither scenarios nor drills, so there is nothing to be ready for.`
    : `*${name} is ${percent} % ready*: ${items.filter(({ holds }) => holds).length} of ${items.length} that should hold do.`

async function all({ services, atMs }: Request, plans: Awaited<ReturnType<typeof allPlans>>) {
  const found = await Promise.all(
    plans.map(async (plan) => ({
      plan: plan.id,
      name: plan.system.name,
      ...readinessOf(plan, await services.proofs(plan.id), atMs),
    })),
  )
  return answer(
    lines(
      bullets(
        found.map((one) => head(one.name, one)),
        SHOWN_MAX,
      ),
      '`/dr readiness PLAN` says what is missing.',
    ),
    {
      data: found,
    },
  )
}
