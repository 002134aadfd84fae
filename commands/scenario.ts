/** `/dr scenario`: what has happened, in the plan's own words: the steps, the objective and the ladder come with it. */
import { nearest } from '../src/plan/nearest.ts'
import { scenarioByName } from '../src/plan/recognise.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, askFor, refuseField } from './asking/answers.ts'
import { scenarioOptions } from './asking/declaration-form.ts'
import { incidentForm } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { expectedOutageLine } from './wording/expected-outage.ts'
import { bullets, lines } from './wording/lists.ts'
import { nextLines } from './wording/situation.ts'

export const scenario: DrCommand = {
  name: 'scenario',
  usage: 'scenario [INCIDENT] [NAME]',
  summary: 'What it is, or say so once it is known: its recovery steps come with it',
  async run(request) {
    const found = await whichIncident(request, 'scenario')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const words = (request.values?.scenario ?? request.words).trim()
    if (words === '') {
      const now = view.scenario === null ? 'nobody has said yet what it is' : `it is *${view.scenario.title}*`
      const shown = lines(`${view.id}: ${now}. The plan knows:`, bullets(known(plan)))
      if (!request.canShowForm || Object.keys(plan.scenarios).length === 0) return answer(shown, { incident: view.id })
      const form = incidentForm('scenario', view.id, 'What is it?', [
        {
          ...{ kind: 'select', param: 'scenario', label: 'Scenario', options: scenarioOptions(plan) },
          ...(view.scenario && { initial: view.scenario.id }),
        },
      ])
      return askFor(request, form, '')
    }
    const named = scenarioByName(plan, words)
    if (named === undefined) return refuseField(request, 'scenario', unknown(plan, words))
    return put(request, view.id, { type: 'set-scenario', scenario: named }, (after) =>
      lines(
        `*${after.id} is “${after.scenario?.title}” now:* ${after.recovery ? `${after.recovery.total} steps, \`/dr step\` lists them` : 'the plan has no steps for it'}.`,
        expectedOutageLine(plan, named),
        nextLines(after, request.atMs),
      ),
    )
  },
}

const known = (plan: Plan): string[] =>
  Object.entries(plan.scenarios).map(([id, { title }]) => `\`/dr scenario ${id}\` ${title}`)

function unknown(plan: Plan, words: string): string {
  const names = Object.keys(plan.scenarios)
  const near = nearest(words.toLowerCase(), names)
  return near === undefined
    ? `"${words}" is no scenario of this plan: it has ${names.join(', ') || 'none'}.`
    : `"${words}" is no scenario of this plan. Did you mean \`/dr scenario ${near}\`?`
}
