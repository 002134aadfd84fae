/** `/dr step value`: gives a value that steps wait for. */
import type { RecoveryView } from '../src/incident/recovery/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { own } from '../src/plan/own.ts'
import type { Plan } from '../src/plan/schema.ts'
import { askFor, refuseField } from './asking/answers.ts'
import { incidentForm } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { whichRecovery } from './asking/which-step.ts'
import type { Form, FormField, Reply, Request } from './command.ts'

export async function giveValue(request: Request, words: string): Promise<Reply> {
  const found = await whichRecovery(request, 'step value')
  if (!found.ok) return found.reply
  const { view, plan, recovery } = found
  const { values } = request
  const [first = '', ...rest] = words.split(/\s+/)
  const name = values?.name ?? nameOf(plan, recovery, first)
  if (name === undefined || !own(plan.values, name)) {
    const near = nearest(first, Object.keys(plan.values))
    const known = Object.keys(plan.values).join(', ') || 'none'
    return refuseField(
      request,
      'name',
      `“${first}” is no value of the plan${near === undefined ? `: it has ${known}.` : `: did you mean \`${near}\`?`}`,
    )
  }
  const text = values?.value ?? rest.join(' ')
  if (text === '' && !values)
    return askFor(request, formFor(view.id, plan, name), `Say it: \`/dr step value ${name} VALUE\`.`)
  const reply = await put(
    request,
    view.id,
    { type: 'give-value', name, text: privately(text) },
    () => `*${plan.values[name]?.label}* is ${text}.`,
  )
  return values && !reply.ok ? { ...reply, errors: { value: reply.text } } : reply
}

/** A button names the step that waits: its first missing value is meant. */
function nameOf(plan: Plan, { steps, values }: RecoveryView, word: string): string | undefined {
  if (own(plan.values, word)) return word
  const missing = values.filter(({ value }) => value === null).map(({ name }) => name)
  if (word === '' || steps.some(({ id }) => id === word)) {
    const waits = steps.find(({ id }) => id === word)?.waitsFor.join(' ') ?? ''
    return missing.find((name) => waits.includes(plan.values[name]?.label ?? name)) ?? missing[0]
  }
  return undefined
}

function formFor(incident: string, plan: Plan, name: string): Form {
  const spec = plan.values[name]!
  const about = { label: spec.label, param: 'value', ...(spec.hint ? { hint: spec.hint } : {}) }
  const field: FormField =
    spec.kind === 'choice'
      ? { ...about, kind: 'select', options: spec.options.map((value) => ({ value, label: value })) }
      : { ...about, kind: 'text' }
  return incidentForm('step', incident, 'Give a value', [
    {
      kind: 'select',
      param: 'do',
      label: 'Do',
      initial: 'value',
      options: [{ value: 'value', label: 'Give a value' }],
    },
    { kind: 'select', param: 'name', label: 'Value', initial: name, options: [{ value: name, label: spec.label }] },
    field,
  ])
}
