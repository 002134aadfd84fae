/** `/dr links`: what the plan wants at hand; and a link of one's own to the responder console, which works without Slack. */
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const links: DrCommand = {
  name: 'links',
  aliases: ['link'],
  usage: 'links [PLAN] | links [INCIDENT] console',
  summary: 'Consoles, runbooks and pages that the plan names; `console` sends you your own link to work without Slack',
  async run(request) {
    if (/^console$/i.test(request.words)) return sendLink(request)
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

/** To the addresses in the plan alone, whoever asks and from wherever: a link is as good as the person. */
async function sendLink(request: Request): Promise<Reply> {
  const found = await whichIncident(request, 'links')
  if (!found.ok) return found.reply
  return put(
    request,
    found.view.id,
    { type: 'ask-link' },
    () => 'Your own link is on its way by text message and mail. It opens the responder console once, within 12 hours.',
  )
}
