/** `/dr readiness`: how ready a system is, as one number with the reasons under it. */
import type { Item } from '../src/readiness/readiness.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import { readinessOf, readinessOfAll } from './asking/readiness-of.ts'
import type { DrCommand, Request } from './command.ts'
import { itemLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'
import { readinessLine, worstFirst } from './wording/readiness.ts'

export const readiness: DrCommand = {
  name: 'readiness',
  aliases: ['ready'],
  usage: 'readiness [PLAN]',
  summary: 'How ready a system is, and what is missing: what was proven when, which drills are overdue',
  async run(request) {
    const plans = await allPlans(request)
    if (request.words.trim() === '' && plans.length > 1) return all(request)
    const found = await onePlan(request, 'readiness', request.words.trim())
    if (!found.ok) return refuse(found.why)
    const { plan } = found
    const { ready } = await readinessOf(request.services, plan, request.atMs)
    const missing = worstFirst(ready.items)
    const holding = ready.items.filter(({ holds }) => holds)
    const told = (items: readonly Item[]) =>
      items.length > 0 &&
      bullets(
        items.map((item) => itemLine(plan, item, request.atMs)),
        SHOWN_MAX,
      )
    return answer(
      lines(
        readinessLine(plan, ready),
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

async function all({ services, atMs }: Request) {
  const found = await readinessOfAll(services, atMs)
  return answer(
    lines(
      bullets(
        found.map(({ plan, ready }) => readinessLine(plan, ready)),
        SHOWN_MAX,
      ),
      '`/dr readiness PLAN` says what is missing.',
    ),
    {
      data: found.map(({ plan, ready }) => ({ plan: plan.id, name: plan.system.name, ...ready })),
    },
  )
}
