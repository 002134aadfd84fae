/** `/dr role`: who does what; giving a role to somebody tells everyone. */

import type { View } from '../src/incident/view-shape.ts'
import { nearest } from '../src/plan/nearest.ts'
import { roleOf } from '../src/plan/people.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, askFor, refuseField } from './asking/answers.ts'
import { incidentForm } from './asking/incident-form.ts'
import { takeName } from './asking/names.ts'
import { findPerson, nameOf, takePerson } from './asking/people.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Form } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const role: DrCommand = {
  name: 'role',
  aliases: ['roles'],
  usage: 'role [INCIDENT] [ROLE @who]',
  summary: 'Who does what, with the duties of each role; give somebody a role',
  async run(request) {
    const found = await whichIncident(request, 'role')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const words = request.values ? `${request.values.role ?? ''} ${request.values.person ?? ''}`.trim() : request.words
    if (words === '') {
      return request.canShowForm
        ? askFor(request, formFor(plan, view), '')
        : answer(overview(view), { data: view.roles })
    }
    if (/^(list|show)$/i.test(words)) return answer(overview(view), { data: view.roles })
    // Either order: `commander @ana` and `@ana commander` are both typed at night.
    const mention = /^<?@/.test(words) ? takePerson(plan, words, request) : undefined
    const named = takeName(mention ? mention.rest : words, (name) => roleOf(plan, name))
    if (!named) return refuseField(request, 'role', unknownRole(plan, words))
    const rest = named.rest.replace(/^(?:to|is|=|:)\s*/i, '')
    if (!mention && rest === '') return refuseField(request, 'person', `Say who: \`/dr role ${named.found} @who\`.`)
    const person = mention ?? findPerson(plan, rest, request)
    if (!person.ok) return refuseField(request, 'person', person.why)
    return put(request, view.id, { type: 'assign-role', role: named.found, person: person.person }, (after) => {
      const now = after.roles.find((one) => one.role === named.found)
      const duties = now?.duties ?? []
      return lines(
        `*${nameOf(plan, person.person)} is ${now?.label ?? named.found}* of ${after.id}.`,
        duties.length > 0 && bullets(duties),
      )
    })
  },
}

function overview(view: View): string {
  const told = view.roles.map(({ label, holder, acting, duties }) => {
    const who = holder ? `*${holder.name}*${acting ? ' (acting)' : ''}` : 'nobody yet'
    return `${label}: ${who}${duties.length > 0 ? `. ${duties.join('; ')}` : ''}`
  })
  return lines(`Roles of ${view.id}:`, bullets(told, 20))
}

function formFor(plan: Plan, view: View): Form {
  const options = Object.entries(plan.roles).map(([value, { label }]) => ({ value, label }))
  return incidentForm('role', view.id, 'Give a role', [
    { kind: 'select', param: 'role', label: 'Role', options },
    { kind: 'person', param: 'person', label: 'Who' },
  ])
}

function unknownRole(plan: Plan, words: string): string {
  const first = words.split(/\s+/)[0] ?? ''
  const near = nearest(first, Object.keys(plan.roles))
  return near === undefined
    ? `"${first}" is no role of this plan: it has ${Object.keys(plan.roles).join(', ')}.`
    : `"${first}" is no role of this plan. Did you mean \`/dr role ${near} @who\`?`
}
