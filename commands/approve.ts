/** `/dr approve`: yes to exactly what a step would run. Destructive steps ask for the system's name first. */
import { SHOWN_CHARS } from '../src/incident/recovery/step-actions.ts'
import type { RunView, StepView } from '../src/incident/recovery/view-shape.ts'
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { answer } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { type FoundStep as Asked, stepField, whichRecovery, whichStep } from './asking/which-step.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { lines } from './wording/lists.ts'
import { doubtLine, linesOfCode, runOf } from './wording/steps.ts'

type FoundStep = Extract<Asked, { ok: true }>

const BREAK_GLASS = /^break[- ]?glass\b[:,]?\s*/i

export const approve: DrCommand = {
  name: 'approve',
  usage: "approve [INCIDENT] [STEP] [the system's name] | approve STEP break-glass REASON",
  summary: 'Approve what a step would run',
  async run(request) {
    const { values } = request
    if (!values && request.words.trim() === '') return pending(request)
    const found = await whichStep(request, 'approve', values?.step ?? request.words, waitsForApproval)
    if (!found.ok) return found.reply
    const { view, step } = found
    const { variant, digest, rest } = takeShown(found.rest)
    const about = { step: step.id, ...(variant && { variant }), ...(digest && { digest }) }
    if (!values && BREAK_GLASS.test(rest)) return breakGlass(request, found, about, rest.replace(BREAK_GLASS, ''))
    const typed = (values?.name ?? rest).trim()
    const asks = step.risk === 'destructive' && typed === '' && request.canShowForm && !values
    const run = waitingRun(step, variant)
    // Who cannot approve it should not be asked to type anything: the core says so first.
    if (asks && run && isAskable(request, run))
      return answer('', { form: formFor(found, run, request.atMs), incident: view.id })
    const wish = { ...({ type: 'approve-step' } as const), ...about, ...(typed && { typed }) }
    const reply = await put(request, view.id, wish, (after) => approvedWords(after, step, run))
    return values && !reply.ok && /type the system's name/.test(reply.text)
      ? { ...reply, errors: { name: reply.text } }
      : reply
  },
}

/** Nobody approves what they have not seen: without a step, everything that waits is shown. */
async function pending(request: Request): Promise<Reply> {
  const found = await whichRecovery(request, 'approve')
  if (!found.ok) return found.reply
  const { view, recovery } = found
  const waiting = recovery.steps.filter(waitsForApproval)
  if (waiting.length === 0)
    return answer(`Nothing of ${view.id} waits for an approval. \`/dr step\` lists the steps.`, { incident: view.id })
  const told = waiting.map((step) => {
    const run = waitingRun(step, undefined)
    const name = `${step.id}${run?.variant === 'undo' ? ' undo' : ''} @${run?.digest.slice(0, SHOWN_CHARS)}`
    return lines(
      `*${titleOf(step, run)}* (${run?.approvalsMissing} of ${run?.approvers ?? step.approval?.who}) does exactly this:`,
      linesOfCode(run?.commands ?? []),
      doubtLine(step, request.atMs),
      `\`/dr approve ${name}${step.risk === 'destructive' ? ` ${found.plan.system.name}` : ''}\``,
    )
  })
  const buttons = waiting.flatMap((step) =>
    step.actions
      .filter(({ command }) => command === 'approve' || command === 'reject')
      .map(({ command, words: value, label }) => ({ command, value, label: `${label}: ${step.title}` })),
  )
  return answer(lines(...told), { incident: view.id, buttons, data: waiting })
}

const titleOf = (step: StepView, run: RunView | undefined): string =>
  run?.variant === 'undo' ? `Undo: ${step.canUndo ?? step.title}` : step.title

const waitsForApproval = ({ status, undo }: StepView): boolean =>
  status === 'awaiting-approval' || undo?.state === 'requested'

/** Which run was shown: what a button carries behind the step's name. */
function takeShown(words: string): { variant?: 'undo'; digest?: string; rest: string } {
  const [, undo, digest, rest = ''] = /^(undo\b)?\s*(?:@([0-9a-f]{8,64})\b)?\s*([\s\S]*)$/i.exec(words) ?? []
  return { ...(undo && { variant: 'undo' as const }), ...(digest && { digest }), rest }
}

/** The run that waits for somebody's approval: the one that was shown, else the step's own before the one that takes it back. */
function waitingRun({ run, undo }: StepView, variant: 'undo' | undefined): RunView | undefined {
  const waiting = variant === 'undo' ? [undo] : [run, undo]
  return waiting.find((one): one is RunView => one?.state === 'requested')
}

const isAskable = ({ by }: Request, { approvals }: RunView): boolean =>
  by.person !== undefined && !approvals.some(({ person }) => person.id === by.person)

function formFor({ view, plan, step }: FoundStep, run: RunView, atMs: number): Form {
  const undo = run.variant === 'undo'
  return {
    ...incidentForm('approve', view.id, 'Approve', [
      {
        ...{ kind: 'text', param: 'name', label: `Type the system's name: ${plan.system.name}` },
        hint: 'This step destroys or interrupts something.',
      },
      stepField(step, `${undo ? ' undo' : ''} @${run.digest.slice(0, SHOWN_CHARS)}`),
    ]),
    submit: 'Approve',
    intro: `*${titleOf(step, run)}* of ${view.id} does exactly this:\n${lines(linesOfCode(run.commands ?? []), doubtLine(step, atMs))}`,
  }
}

/** Says again what it was that has been approved. */
function approvedWords(view: View, before: StepView, asked: RunView | undefined): string {
  const step = view.recovery?.steps.find(({ id }) => id === before.id)
  const run = [step?.run, step?.undo].find((one) => one?.id === asked?.id)
  const title = titleOf(before, asked)
  const what = linesOfCode(asked?.commands ?? []) || (before.dry ? 'Nothing: this drill only looks on.' : 'Nothing.')
  if (!run || run.approvalsMissing === 0) return lines(`*Approved: ${title}.* It starts at once:`, what)
  return lines(
    `*Approved: ${title}.* ${run.approvalsMissing} more must approve it: ${run.approvers ?? ''}. It would do this:`,
    what,
  )
}

async function breakGlass(
  request: Request,
  { view, plan, step }: FoundStep,
  about: { step: string; variant?: 'undo'; digest?: string },
  words: string,
): Promise<Reply> {
  const name = plan.system.name
  const isNamed = words.toLowerCase().startsWith(name.toLowerCase())
  const reason = (isNamed ? words.slice(name.length) : words).replace(/^[\s:,]+/, '')
  const typed = isNamed ? { typed: name } : {}
  const wish = { type: 'break-glass', ...about, reason: privately(reason), ...typed } as const
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
