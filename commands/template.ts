/** `/dr template`: which words the plan has for its messages, and how one would read of the incident now. Only whoever asks sees it; nothing is sent. */
import type { ListedTemplate, ShownTemplate } from '../src/messages/template-shelf.ts'
import { nearest } from '../src/plan/nearest.ts'
import { AUDIENCE_MEANS } from '../src/plan/schema.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans } from './asking/plans.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const template: DrCommand = {
  name: 'template',
  aliases: ['templates'],
  usage: 'template [INCIDENT] [NAME] [MEANS]',
  summary: 'How a message would read now; sends nothing',
  async run(request) {
    const { templates } = request.services
    const [name = '', means = ''] = request.words.split(/\s+/)
    if (name === '') return list(request)
    const found = await whichIncident(request, 'template', { ended: true })
    if (!found.ok) return found.reply
    const { plan, view } = found
    const known = await request.services.state(view.id)
    const names = templates.list(plan).map((one) => one.name)
    const shown = known && templates.show(name, { plan, view, state: known.state, atMs: request.atMs })
    if (!shown) return unknown('template', name, names)
    if (means !== '' && !(AUDIENCE_MEANS as readonly string[]).includes(means))
      return unknown('means', means, AUDIENCE_MEANS)
    const wanted = means === '' ? shown.slice(0, 1) : shown.filter((one) => one.means === means)
    const [first] = wanted
    if (!first) return refuse(`\`${name}\` says nothing by ${means}: it is for ${meansOf(shown)}.`)
    const others = shown.filter((one) => one !== first)
    const more = others.length > 0 && `By other means: \`/dr template ${name} MEANS\` with ${meansOf(others)}.`
    return answer(lines(`*${name}*, by ${first.means}, as it would read now. Nothing is sent.`, quoted(first), more), {
      data: shown,
      incident: view.id,
    })
  },
}

/** Of the incident's plan; where no incident is in question, of every plan in force. */
async function list(request: Request): Promise<Reply> {
  const { templates } = request.services
  const found = await whichIncident(request, 'template')
  const plans = found.ok ? [found.plan] : await allPlans(request)
  const parts = plans.map((plan) => {
    const used = templates.list(plan).filter(({ usedFor }) => usedFor.length > 0)
    return lines(`*${plan.system.name}*`, bullets(used.map(described), 30))
  })
  const hint = found.ok ? '`/dr template NAME` shows how one would read now.' : undefined
  const data = plans.map((plan) => ({ plan: plan.id, templates: templates.list(plan) }))
  return answer(lines(...parts, hint), { data })
}

const described = ({ name, moment, usedFor }: ListedTemplate): string =>
  `\`${name}\` (${moment}): ${usedFor.join(', ')}`

const meansOf = (shown: readonly ShownTemplate[]): string => shown.map(({ means }) => means).join(', ')

/** What is for Slack is escaped already, and an answer is escaped as a whole. */
function quoted({ means, subject, text: written }: ShownTemplate): string {
  const text = means.startsWith('slack')
    ? written.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    : written
  const said = [...(subject === undefined ? [] : [`Subject: ${subject}`, '']), text.trim()].join('\n')
  return said.replace(/^/gm, '> ')
}

function unknown(noun: string, word: string, known: readonly string[]): Reply {
  const close = nearest(word, known)
  return refuse(
    `There is no ${noun} ${word}${close ? `: did you mean \`${close}\`?` : noun === 'template' ? '. `/dr template` lists them.' : `; there are ${known.join(', ')}.`}`,
  )
}
