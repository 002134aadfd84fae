/** `/dr approve`: yes to exactly what a step would run. Destructive steps ask for the system's name first. */
import { SHOWN_CHARS } from '../src/incident/recovery/step-actions.ts'
import type { StepView } from '../src/incident/recovery/view-shape.ts'
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { stepField, whichStep } from './asking/which-step.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { commandLines, runOf } from './wording/steps.ts'

const BREAK_GLASS = /^break[- ]?glass\b[:,]?\s*/i

export const approve: DrCommand = {
  name: 'approve',
  usage: "approve [INCIDENT] [STEP] [the system's name] | approve STEP break-glass REASON",
  summary: 'Approve what a step would run',
  async run(request) {
    const { values } = request
    const [id = '', shown] = (values?.step ?? '').split('@')
    const words = values ? id : request.words
    const found = await whichStep(request, 'approve', words, waitsForApproval)
    if (!found.ok) return found.reply
    const { view, plan, step } = found
    const { variant, digest = shown, rest } = takeShown(found.rest)
    if (!values && BREAK_GLASS.test(rest)) return breakGlass(request, view, plan, step, rest.replace(BREAK_GLASS, ''))
    const typed = (values?.name ?? rest).trim()
    const asks = step.risk === 'destructive' && typed === '' && request.canShowForm && !values
    // Who cannot approve it should not be asked to type anything: the core says so first.
    if (asks && (await isAskable(request, view, plan, step)))
      return answer('', { form: formFor(view, plan, step), incident: view.id })
    const wish = {
      ...({ type: 'approve-step', step: step.id } as const),
      ...(variant && { variant }),
      ...(digest && { digest }),
      ...(typed && { typed }),
    }
    const reply = await put(request, view.id, wish, (after) => approvedWords(after, step.id, variant))
    return values && !reply.ok && /type the system's name/.test(reply.text)
      ? { ...reply, errors: { name: reply.text } }
      : reply
  },
}

const waitsForApproval = ({ status, undo }: StepView): boolean =>
  status === 'awaiting-approval' || undo?.state === 'requested'

/** Which run was shown: what a button carries behind the step's name. */
function takeShown(words: string): { variant?: 'undo'; digest?: string; rest: string } {
  const [, undo, digest, rest = ''] = /^(undo\b)?\s*(?:@([0-9a-f]{8,64})\b)?\s*([\s\S]*)$/i.exec(words) ?? []
  return { ...(undo && { variant: 'undo' as const }), ...(digest && { digest }), rest }
}

async function isAskable({ by, services }: Request, view: View, _plan: Plan, step: StepView): Promise<boolean> {
  const known = await services.state(view.id)
  const run = step.undo?.state === 'requested' ? step.undo : step.run
  if (!known || run?.state !== 'requested') return false
  return by.person !== undefined && !run.approvals.some(({ person }) => person.id === by.person)
}

function formFor(view: View, plan: Plan, step: StepView): Form {
  const run = step.undo?.state === 'requested' ? step.undo : step.run
  const suffix = run ? `@${run.digest.slice(0, SHOWN_CHARS)}` : ''
  return {
    ...incidentForm('approve', view.id, 'Approve', [
      {
        ...{ kind: 'text', param: 'name', label: `Type the system's name: ${plan.system.name}` },
        hint: 'This step destroys or interrupts something.',
      },
      stepField(step, suffix),
    ]),
    submit: 'Approve',
    intro: `*${step.title}* of ${view.id} does exactly this:\n${commandLines(step)}`,
  }
}

function approvedWords(view: View, id: string, variant: 'undo' | undefined): string {
  const step = view.recovery?.steps.find((one) => one.id === id)
  const run = step && (variant === 'undo' ? step.undo : step.run)
  const title = step?.title ?? id
  if (!run || run.approvalsMissing === 0) return `*Approved: ${title}.* It starts at once.`
  return `*Approved: ${title}.* ${run.approvalsMissing} more must approve it: ${step?.approval?.who ?? ''}.`
}

async function breakGlass(request: Request, view: View, plan: Plan, step: StepView, words: string): Promise<Reply> {
  const name = plan.system.name
  const isNamed = words.toLowerCase().startsWith(name.toLowerCase())
  const reason = (isNamed ? words.slice(name.length) : words).replace(/^[\s:,]+/, '')
  const typed = isNamed ? { typed: name } : {}
  const wish = { type: 'break-glass', step: step.id, reason: privately(reason), ...typed } as const
  return put(
    request,
    view.id,
    wish,
    () =>
      `*The glass is broken:* ${step.title} starts without its approvals. Everyone is told, and the review will ask.`,
  )
}

/** For `reject`: the form that asks why. */
export const rejectForm = (view: View, step: StepView): Form => ({
  ...incidentForm('reject', view.id, 'Reject', [stepField(step), textField('Why not')]),
  submit: 'Reject',
  intro: `*${step.title}* of ${view.id} will not run${runOf(step) ? '' : ' now'}.`,
})
