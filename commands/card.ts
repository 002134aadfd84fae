/** `/dr card`: a small group of steps for the hurry, drawn into the incident. */
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { isNow, stepLine } from './wording/steps.ts'

export const card: DrCommand = {
  name: 'card',
  aliases: ['cards'],
  usage: 'card [INCIDENT] [NAME]',
  summary: 'Draw a few ready-made steps into the incident',
  async run(request) {
    const found = await whichIncident(request, 'card')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const names = Object.keys(plan.cards)
    const words = request.words.trim().toLowerCase()
    if (words === '' || words === 'list') {
      if (names.length === 0) return answer(`The plan ${plan.id} has no cards.`, { incident: view.id })
      const told = names.map(
        (name) => `\`/dr card ${name}\` ${plan.cards[name]?.title} (${plan.cards[name]?.steps.length} steps)`,
      )
      return answer(lines('*Cards:*', bullets(told)), {
        incident: view.id,
        buttons: names
          .slice(0, 5)
          .map((name) => ({ command: 'card', value: name, label: plan.cards[name]?.title ?? name })),
      })
    }
    const named = names.find((name) => name === words || plan.cards[name]?.title.toLowerCase() === words)
    if (named === undefined) {
      const near = nearest(words, names)
      return refuse(
        `“${words}” is no card of the plan${near === undefined ? `: it has ${names.join(', ') || 'none'}.` : `: did you mean \`/dr card ${near}\`?`}`,
      )
    }
    return put(request, view.id, { type: 'draw-card', card: named }, (after) => {
      const isDrawn = (phase: string) => phase === `card.${named}` || phase.startsWith(`card.${named}.`)
      const steps = after.recovery?.steps.filter(({ phase }) => isDrawn(phase)) ?? []
      return lines(
        `*${plan.cards[named]?.title}* is in ${after.id}:`,
        bullets(steps.map((step) => stepLine(step, request.atMs, isNow(step)))),
      )
    })
  },
}
