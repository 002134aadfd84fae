/** `/dr links`: what the plan wants at hand. */
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const links: DrCommand = {
  name: 'links',
  aliases: ['link'],
  usage: 'links [PLAN]',
  summary: 'Consoles, runbooks and pages that the plan names',
  async run(request) {
    const open = request.words === '' ? await whichIncident(request, 'links') : undefined
    const found = open?.ok ? open : await onePlan(request, 'links', request.words)
    if (!found.ok) return refuse(found.why)
    const { plan } = found
    const all = [...plan.links, ...(plan.statusPage ? [{ label: 'Status page', url: plan.statusPage.url }] : [])]
    if (all.length === 0) return answer(`The plan of ${plan.system.name} names no links.`, { data: [] })
    const told = all.map(({ label, url }) => `<${url}|${label}>`)
    return answer(lines(`*${plan.system.name}*`, bullets(told, 30)), { data: all, links: told })
  },
}
