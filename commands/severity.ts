/** `/dr severity`: how bad it is, in the plan's own words. Raising it pages whoever the worse severity adds. */

import { privately } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import { nearest } from '../src/plan/nearest.ts'
import { severityByName } from '../src/plan/recognise.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, askFor, refuseField } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { takeName } from './asking/names.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { beingPaged } from './wording/ladder.ts'
import { lines } from './wording/lists.ts'
import { nextLines } from './wording/situation.ts'

export const severity: DrCommand = {
  name: 'severity',
  aliases: ['sev'],
  usage: 'severity [INCIDENT] [LEVEL [reason]]',
  summary: 'How bad it is, or change it',
  async run(request) {
    const found = await whichIncident(request, 'severity')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const words = request.values
      ? `${request.values.severity ?? ''} ${request.values.text ?? ''}`.trim()
      : request.words
    if (words === '') {
      if (!request.canShowForm) return answer(`${view.id} is *${view.severity.label}*; the plan has ${known(plan)}.`)
      const form = incidentForm('severity', view.id, 'Change severity', [
        { kind: 'select', param: 'severity', label: 'Severity', options: options(plan), initial: view.severity.id },
        textField('Why', { optional: true }),
      ])
      return askFor(request, form, '')
    }
    const named = takeName(words, (name) => severityByName(plan, name))
    if (!named) return refuseField(request, 'severity', unknown(plan, words))
    const { found: level, rest } = named
    const wish = { type: 'change-severity', severity: level, ...(rest !== '' && { reason: privately(rest) }) } as const
    return put(request, view.id, wish, (after) => {
      const calling = beingPaged(after)
      return lines(
        `*${after.id} is now ${after.severity.label}* (was ${view.severity.label}).`,
        calling !== '' && `Being paged: ${calling}`,
        nextLines(after, request.atMs),
      )
    })
  },
}

const options = (plan: Plan) => plan.severities.map(({ id, label }) => ({ value: id, label }))

const known = (plan: Plan): string => inWords(plan.severities.map((one) => `${one.id} (${one.label})`))

function unknown(plan: Plan, words: string): string {
  const first = words.split(/\s+/)[0] ?? ''
  const near = nearest(
    first,
    plan.severities.flatMap((one) => [one.id, ...one.aliases]),
  )
  return near === undefined
    ? `"${first}" is no severity of this plan: it has ${known(plan)}.`
    : `"${first}" is no severity of this plan. Did you mean \`/dr severity ${near}\`?`
}
