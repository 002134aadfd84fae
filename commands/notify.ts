/** `/dr notify`: tell one audience of the plan now, such as regulators, whom nobody tells by itself. */

import { AUDIENCE_MEANS_LABELS } from '../src/incident/view-shape.ts'
import { audienceName } from '../src/messages/notice-words.ts'
import { inWords } from '../src/plan/in-words.ts'
import { nearest } from '../src/plan/nearest.ts'
import { meansOf } from '../src/plan/notice-means.ts'
import type { Notice, Plan } from '../src/plan/schema.ts'
import { askFor, refuseField } from './asking/answers.ts'
import { incidentForm } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'

export const notify: DrCommand = {
  name: 'notify',
  usage: 'notify [INCIDENT] NOTICE',
  summary: 'Tell one audience of the plan now',
  async run(request) {
    const found = await whichIncident(request, 'notify')
    if (!found.ok) return found.reply
    const { view, plan } = found
    if (plan.notices.length === 0)
      return refuseField(request, 'notice', `The plan of ${plan.system.name} has no notices.`)
    const words = (request.values ? (request.values.notice ?? '') : request.words).trim()
    if (words === '') {
      const options = plan.notices.map((one) => ({ value: one.id, label: audienceName(plan, one.id) }))
      const form = incidentForm('notify', view.id, 'Tell an audience', [
        { kind: 'select', param: 'notice', label: 'Whom', options },
      ])
      return askFor(request, form, `Say whom: ${choices(plan.notices)}.`)
    }
    const matching = noticesNamed(plan, words)
    const [notice] = matching
    if (notice === undefined) return refuseField(request, 'notice', unknown(plan, words))
    if (matching.length > 1) return refuseField(request, 'notice', `Which of them? Say ${choices(matching)}.`)
    return put(request, view.id, { type: 'notify', notice: notice.id }, () => whatGoes(plan, notice))
  },
}

function whatGoes(plan: Plan, notice: Notice): string {
  const means = inWords(meansOf(plan, notice).map((one) => AUDIENCE_MEANS_LABELS[one]))
  if (!notice.approval) return `*A message goes to ${audienceName(plan, notice.id)}* by ${means}.`
  return `*A message to ${audienceName(plan, notice.id)} is written*, by ${means}; it waits for an approval, \`/dr comms\` shows it.`
}

const choices = (notices: readonly Notice[]): string =>
  inWords(
    notices.map((one) => `\`/dr notify ${one.id}\``),
    'or',
  )

/** By the notice's id; else all notices for the audience of that id or label. */
function noticesNamed(plan: Plan, words: string): Notice[] {
  const name = words.toLowerCase()
  const byId = plan.notices.filter((one) => one.id === name)
  if (byId.length > 0) return byId
  return plan.notices.filter((one) => one.audience === name || audienceName(plan, one.id).toLowerCase() === name)
}

function unknown(plan: Plan, words: string): string {
  const near = nearest(
    words,
    plan.notices.flatMap((one) => [one.id, one.audience]),
  )
  return near === undefined
    ? `"${words}" is no notice of this plan: say ${choices(plan.notices)}.`
    : `"${words}" is no notice of this plan. Did you mean \`/dr notify ${near}\`?`
}
