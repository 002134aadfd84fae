/** `/dr page @who`: one person, now, whatever the ladder says. `--test` sends one person, or whoever asks, a test by every means they have. */

import { MEANS_LABELS } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import { answer, askFor, refuse, refuseField } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { reachableMeans } from './asking/means.ts'
import { nameOf, takePerson } from './asking/people.ts'
import { planKnowing } from './asking/plans.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { callingLine } from './wording/ladder.ts'
import { publicPageText } from './wording/public-page.ts'
import { testResults } from './wording/test-results.ts'

const TEST = /(?:^|\s)--?test\b|^test\b/i

export const page: DrCommand = {
  name: 'page',
  usage: 'page [INCIDENT] @who [reason], page --test [@who | results], page status',
  summary: 'Page one person now; --test tries every means they have; `status`: what the public page says',
  run(request) {
    if (/^status( page)?$/i.test(request.words.trim())) return publicPage(request)
    return TEST.test(request.words) ? testPage(request) : pagePerson(request)
  },
}

async function pagePerson(request: Request): Promise<Reply> {
  const found = await whichIncident(request, 'page')
  if (!found.ok) return found.reply
  const { view, plan } = found
  const words = request.values ? `${request.values.person ?? ''} ${request.values.text ?? ''}`.trim() : request.words
  if (words === '') {
    const form = incidentForm('page', view.id, 'Page somebody', [
      { kind: 'person', param: 'person', label: 'Who' },
      textField('Why', { optional: true }),
    ])
    return askFor(request, form, 'Say whom: `/dr page @who [reason]`.')
  }
  const named = takePerson(plan, words, request)
  if (!named.ok) return refuseField(request, 'person', named.why)
  const { person, rest } = named
  // A second page a moment after the first says nothing new; whoever adds why has something to say.
  const calling = rest === '' ? callingLine(view, person) : undefined
  if (calling !== undefined) {
    const once = `\`/dr page ${view.id} @${person} REASON\` pages once more and says why.`
    return answer(`*${calling} is being called already* for ${view.id}. ${once}`, { incident: view.id })
  }
  const wish = { type: 'page-person', person, ...(rest !== '' && { reason: privately(rest) }) } as const
  return put(request, view.id, wish, () => {
    const means = reachableMeans(plan, person).map((one) => MEANS_LABELS[one])
    return `*${nameOf(plan, person)} is being paged* for ${view.id}, by ${means.join(', then ')}.`
  })
}

/** The other page: what the public reads, and whether every copy of it says so. */
async function publicPage(request: Request): Promise<Reply> {
  const found = await whichIncident(request, 'page status', { ended: true })
  if (!found.ok) return found.reply
  const { view, plan } = found
  const known = await request.services.state(view.id)
  if (!known) return refuse(`${view.id} cannot be read just now: try again.`)
  return answer(publicPageText(request.services, plan, known.state, view), { incident: view.id })
}

async function testPage(request: Request): Promise<Reply> {
  const words = request.words.replace(TEST, ' ').trim()
  const { services } = request
  if (/^results?$/i.test(words)) {
    const { testPages } = await services.system()
    return answer(testResults(testPages, await services.plans(), request.atMs), { data: testPages })
  }
  const known = await planKnowing(request, words === '' ? 'me' : words)
  if (!known.ok) return refuse(known.why)
  const { plan, person } = known
  const means = reachableMeans(plan, person)
  const command = { type: 'test-page', planId: plan.id, person, means, test: request.key } as const
  const asked = await services.askSystem({ ...command, atMs: request.atMs, by: request.by }, request.key)
  if (!asked.ok) return refuse(asked.why)
  const sent = inWords(means.map((one) => MEANS_LABELS[one]))
  return answer(
    asked.note ?? `*A test goes to ${nameOf(plan, person)}* by ${sent}. \`/dr page --test results\` says what arrived.`,
  )
}
