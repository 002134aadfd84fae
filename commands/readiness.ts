/** `/dr readiness`: how ready a system is, as one number with the reasons under it. */

import { counted } from '../src/plan/in-words.ts'
import { own } from '../src/plan/own.ts'
import { personByContact } from '../src/plan/people.ts'
import { ASKED_MEANS } from '../src/readiness/contacts/track.ts'
import type { Item } from '../src/readiness/readiness.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import { readinessOf, readinessOfAll } from './asking/readiness-of.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { itemLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'
import { readinessLine, worstFirst } from './wording/readiness.ts'

export const readiness: DrCommand = {
  name: 'readiness',
  aliases: ['ready'],
  usage: 'readiness [PLAN] | readiness test [PLAN]',
  summary: 'How ready a system is, and what is missing; `test` asks everybody to confirm that they can be reached',
  async run(request) {
    const [doing = '', ...rest] = request.words.trim().split(/\s+/)
    if (doing === 'seen') return seen(request, rest)
    if (doing === 'reached') return reached(request, rest)
    if (doing === 'test') return testContacts(request, rest.join(' '))
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

/** `seen PLAN NEWS`: what the button under a piece of news says. */
async function seen({ services, by, atMs, key }: Request, [plan = '', news = '']: string[]): Promise<Reply> {
  const asked = await services.askWatch(plan, { type: 'answer-news', atMs, by, news }, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(asked.note ?? 'Noted; nobody is told of it again.')
}

/** `reached PLAN MEANS`: what the button under the regular test says. */
async function reached(request: Request, [plan = '', word = '']: string[]): Promise<Reply> {
  const { services, by, atMs, key } = request
  const means = ASKED_MEANS.find((one) => one === word)
  const known = own(await services.plans(), plan)
  if (!means || !known)
    return refuse('Say `/dr readiness reached PLAN slack`, with the plan that you were asked about.')
  const person = by.id.startsWith('slack:')
    ? personByContact(known, { slack: by.id.slice('slack:'.length) })
    : by.person
  if (person === undefined) return refuse(`The plan of ${known.system.name} does not know you.`)
  const command = { type: 'confirm-contact' as const, atMs, by: { ...by, person }, person, means }
  const asked = await services.askWatch(plan, command, key)
  return asked.ok ? answer(asked.note ?? 'Thank you: it is noted that this reaches you.') : refuse(asked.why)
}

/** `test [PLAN]`: everybody is asked by each means, now. */
async function testContacts(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await onePlan(request, 'readiness test', words)
  if (!found.ok) return refuse(found.why)
  const { plan } = found
  const asked = await services.askWatch(plan.id, { type: 'test-contacts', atMs, by }, key)
  if (!asked.ok) return refuse(asked.why)
  const addresses = asked.state.contacts.round?.asked ?? []
  const people = new Set(addresses.map(({ person }) => person)).size
  return answer(
    `${counted(people, 'person').replace('persons', 'people')} of ${plan.system.name} are asked to confirm, by ${counted(addresses.length, 'message')}. In a week whoever has not is told of.`,
  )
}

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
