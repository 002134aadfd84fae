/**
 * `/dr cover`: somebody stands in for somebody else for a while. A person who is away is away from every plan, so the cover holds in
 * each plan that knows both.
 */
import type { Plan } from '../src/plan/schema.ts'
import { inForce } from '../src/readiness/stand-ins.ts'
import { answer, askFor, refuse, refuseField } from './asking/answers.ts'
import { readMoment } from './asking/moments.ts'
import { nameOf } from './asking/people.ts'
import { allPlans, plansKnowingBoth } from './asking/plans.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { bullets } from './wording/lists.ts'
import { moment } from './wording/times.ts'

const USAGE = '`/dr cover @away by @standin until 07:00` (or `for 12 h`)'

export const cover: DrCommand = {
  name: 'cover',
  aliases: ['covers'],
  usage: 'cover [@away by @standin [from 18:00] until 07:00 | off @away]',
  summary: "Somebody takes another's pages for a while",
  async run(request) {
    const { words, values } = request
    if (values)
      return arrange(request, { away: values.away, standIn: values.standin, from: values.from, until: values.until })
    if (words === '' && request.canShowForm) return askFor(request, form, '')
    if (words === '' || /^(list|show)$/i.test(words)) return list(request)
    const ended = /^(?:off|end|stop)\s+(.+)$/i.exec(words)
    if (ended) return end(request, ended[1]!)
    return arrange(request, partsOf(words))
  },
}

interface Parts {
  away?: string | undefined
  standIn?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

const form: Form = {
  command: 'cover',
  title: 'Stand in',
  submit: 'Arrange',
  fields: [
    { kind: 'person', param: 'away', label: 'Who is away' },
    { kind: 'person', param: 'standin', label: 'Who takes their pages' },
    { kind: 'datetime', param: 'from', label: 'From', optional: true, hint: 'Empty: from now on' },
    { kind: 'datetime', param: 'until', label: 'Until' },
  ],
}

const KEYWORDS = new Map<string, keyof Parts>([
  ['by', 'standIn'],
  ['with', 'standIn'],
  ['from', 'from'],
  ['until', 'until'],
  ['till', 'until'],
  ['for', 'until'],
])
const MENTION = /^<?@/

/**
 * `@away by @standin from … until …`, or the other way round `@standin for @away until …`; with one person only, whoever asks stands in
 * for them.
 */
function partsOf(words: string): Parts {
  const parts: Parts = {}
  let part: keyof Parts = 'away'
  const all = words.split(/\s+/)
  for (const [index, word] of all.entries()) {
    const keyword = KEYWORDS.get(word.toLowerCase())
    if (keyword === 'until' && MENTION.test(all[index + 1] ?? '')) {
      parts.standIn = parts.away
      parts.away = undefined
      part = 'away'
    } else if (keyword) part = keyword
    else parts[part] = parts[part] === undefined ? word : `${parts[part]} ${word}`
  }
  return { ...parts, standIn: parts.standIn ?? 'me' }
}

async function arrange(request: Request, { away, standIn, from, until }: Parts): Promise<Reply> {
  const { services, atMs, by } = request
  if (!away || !standIn) return refuse(`Say who is away and who stands in: ${USAGE}.`)
  if (!until) return refuseField(request, 'until', `Say until when: ${USAGE}.`)
  const fromMs = from ? readMoment(from, atMs, 'future') : { ok: true as const, atMs }
  if (!fromMs.ok) return refuseField(request, 'from', fromMs.why)
  // "from 18:00 until 07:00" means the seven o'clock after that evening.
  const untilMs = readMoment(until, fromMs.atMs, 'future')
  if (!untilMs.ok) return refuseField(request, 'until', untilMs.why)
  const both = plansKnowingBoth(await allPlans(request), away, standIn, request)
  if (both.length === 0) return refuseField(request, 'away', `No plan knows both ${away} and ${standIn}: say ${USAGE}.`)
  for (const { plan, first, second } of both) {
    const cover = { planId: plan.id, person: first, standIn: second, fromMs: fromMs.atMs, untilMs: untilMs.atMs }
    const asked = await services.askSystem({ type: 'arrange-cover', ...cover, atMs, by }, `${request.key}/${plan.id}`)
    if (!asked.ok) return refuse(asked.why)
  }
  const { plan, first, second } = both[0]!
  const start = fromMs.atMs > atMs ? `from ${moment(fromMs.atMs, atMs)} ` : ''
  return answer(
    `*${nameOf(plan, second)} takes the pages of ${nameOf(plan, first)}* ${start}until ${moment(untilMs.atMs, atMs)}. \`/dr cover off ${first}\` ends it.`,
  )
}

async function end(request: Request, away: string): Promise<Reply> {
  const { services, atMs, by } = request
  const known = plansKnowingBoth(await allPlans(request), away, away, request)
  if (known.length === 0) return refuse(`"${away}" is nobody in any plan: say \`/dr cover off @who\`.`)
  let note: string | undefined
  let changed = false
  for (const { plan, first } of known) {
    const command = { type: 'end-cover', planId: plan.id, person: first, atMs, by } as const
    const asked = await services.askSystem(command, `${request.key}/${plan.id}`)
    if (!asked.ok) return refuse(asked.why)
    note = asked.note ?? note
    changed ||= asked.note === undefined
  }
  const { plan, first } = known[0]!
  return answer(changed ? `*${nameOf(plan, first)} is paged again* from now on.` : (note ?? 'Nothing changed.'))
}

async function list(request: Request): Promise<Reply> {
  const { services, atMs } = request
  const [{ covers }, plans] = await Promise.all([services.system(), services.plans()])
  const live = covers.filter((one) => one.untilMs > atMs)
  if (live.length === 0) return answer(`Nobody stands in for anybody. ${USAGE} arranges it.`)
  const told = live.map((one) => {
    const plan: Plan | undefined = plans[one.planId]
    const name = (id: string) => (plan ? nameOf(plan, id) : id)
    const start = inForce(one, atMs) ? '' : `from ${moment(one.fromMs, atMs)} `
    return `*${name(one.by)}* for ${name(one.person)} ${start}until ${moment(one.untilMs, atMs)} (${plan?.system.name ?? one.planId})`
  })
  return answer(bullets(told, 20), { data: live })
}
