/** `/dr vendors`: whom to call outside and how; and that somebody has called them. */

import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import type { Plan, Vendor } from '../src/plan/schema.ts'
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

export const vendors: DrCommand = {
  name: 'vendors',
  aliases: ['vendor'],
  usage: 'vendors [PLAN] | vendors VENDOR contacted [case number]',
  summary: 'Whom to call outside; note that they were called',
  async run(request) {
    const [, name = '', reference = ''] = /^(\S+)\s+contacted\b\s*(.*)$/is.exec(request.words) ?? []
    if (name !== '') return contacted(request, name, reference.trim())
    const open = request.words === '' ? await whichIncident(request, 'vendors') : undefined
    const found = open?.ok ? open : await onePlan(request, 'vendors', request.words)
    if (!found.ok) return refuse(found.why)
    const { plan } = found
    if (Object.keys(plan.vendors).length === 0)
      return answer(`The plan of ${plan.system.name} names no vendors.`, { data: {} })
    const calls = open?.ok ? open.view.vendors : []
    const told = Object.entries(plan.vendors).map(([id, vendor]) => {
      const last = calls.find((one) => one.id === id)?.contacts.at(-1)
      const called =
        last &&
        `contacted ${moment(last.atMs, request.atMs)} by ${last.by.name}${last.reference ? `, case ${last.reference}` : ''}`
      return [cardOf(id, vendor), called].filter(Boolean).join(' — ')
    })
    const hint = open?.ok ? '`/dr vendors VENDOR contacted [case number]` writes down that you called.' : undefined
    return answer(lines(`*Vendors of ${plan.system.name}*`, bullets(told, 30), hint), {
      data: plan.vendors,
      links: Object.values(plan.vendors).flatMap(consoleLink),
    })
  },
}

const consoleLink = ({ console }: Pick<Vendor, 'console'>): string[] => (console ? [`<${console}|console>`] : [])

/** `*AWS Support* (aws): Premium support, priority High, +1…` */
function cardOf(id: string, { label, support, priority, phone, email, console }: Vendor): string {
  const ways = [
    support && `${support} support`,
    priority && `priority ${priority}`,
    phone,
    email,
    ...consoleLink({ console }),
  ]
  const known = ways.filter(Boolean).join(', ')
  return `*${label}* (\`${id}\`): ${known || 'no way to reach them in the plan'}`
}

async function contacted(request: Parameters<DrCommand['run']>[0], name: string, reference: string) {
  const found = await whichIncident(request, 'vendors')
  if (!found.ok) return found.reply
  const { plan, view } = found
  const id = vendorOf(plan, name)
  if (!id) {
    const close = nearest(name, Object.keys(plan.vendors))
    return refuse(
      `The plan has no vendor ${name}${close ? `: did you mean \`${close}\`?` : `; it has ${Object.keys(plan.vendors).join(', ') || 'none'}.`}`,
    )
  }
  const noted = reference === '' ? {} : { reference: privately(reference) }
  return put(
    request,
    view.id,
    { type: 'contact-vendor', vendor: id, ...noted },
    () => `*Written down: ${plan.vendors[id]?.label} contacted.*`,
  )
}

const vendorOf = (plan: Plan, name: string) =>
  Object.keys(plan.vendors).find((id) => [id, plan.vendors[id]?.label.toLowerCase()].includes(name.toLowerCase()))
