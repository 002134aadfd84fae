/** `/dr readiness`: how ready a system is, as one number with the reasons under it. */
import type { Plan } from '../src/plan/schema.ts'
import { type Item, readiness as readinessOf } from '../src/readiness/readiness.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { itemLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'

export const readiness: DrCommand = {
  name: 'readiness',
  aliases: ['ready'],
  usage: 'readiness [PLAN]',
  summary: 'How ready a system is, and what is missing: what was proven when, which drills are overdue',
  async run(request) {
    if (/^seen\s/.test(request.words)) return seen(request)
    const plans = await allPlans(request)
    if (request.words.trim() === '' && plans.length > 1) return all(request, plans)
    const found = await onePlan(request, 'readiness', request.words.trim())
    if (!found.ok) return refuse(found.why)
    const { plan } = found
    const ready = await readinessNow(request, plan)
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

/** As far as journal and watch know at this moment. */
async function readinessNow({ services, atMs }: Pick<Request, 'services' | 'atMs'>, plan: Plan) {
  return readinessOf(plan, await services.proofs(plan.id), atMs, (await services.watch(plan.id))?.state)
}

/** `seen PLAN NEWS`: what the button under a piece of news says. */
async function seen({ services, words, by, atMs, key }: Request): Promise<Reply> {
  const [, plan = '', news = ''] = words.trim().split(/\s+/)
  const asked = await services.askWatch(plan, { type: 'answer-news', atMs, by, news }, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(asked.note ?? 'Noted; nobody is told of it again.')
}

const head = (name: string, { percent, items }: ReturnType<typeof readinessOf>): string =>
  percent === null
    ? `*${name}*: its plan has neither scenarios nor drills, so there is nothing to be ready for.`
    : `*${name} is ${percent} % ready*: ${items.filter(({ holds }) => holds).length} of ${items.length} that should hold do.`

async function all(request: Request, plans: Awaited<ReturnType<typeof allPlans>>) {
  const found = await Promise.all(
    plans.map(async (plan) => ({
      plan: plan.id,
      name: plan.system.name,
      ...(await readinessNow(request, plan)),
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
