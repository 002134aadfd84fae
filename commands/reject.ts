/** `/dr reject`: no to what a step would run, with the reason. */
import type { StepView } from '../src/incident/recovery/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { rejectForm } from './approve.ts'
import { answer, refuseField } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichStep } from './asking/which-step.ts'
import type { DrCommand } from './command.ts'

export const reject: DrCommand = {
  name: 'reject',
  aliases: ['veto'],
  usage: 'reject [INCIDENT] [STEP] REASON',
  summary: 'Turn down what a step would run',
  async run(request) {
    const { values } = request
    const found = await whichStep(request, 'reject', values ? (values.step ?? '') : request.words, isAskedFor)
    if (!found.ok) return found.reply
    const { view, step } = found
    const isUndo = /^undo\b/i.test(found.rest)
    const reason = (values?.text ?? found.rest.replace(/^undo\s*/i, '').replace(/^@[0-9a-f]{8,64}\b/i, '')).trim()
    if (reason === '' && !values && request.canShowForm)
      return answer('', { form: rejectForm(view, step), incident: view.id })
    if (reason === '') return refuseField(request, 'text', `Say why: \`/dr reject ${step.id} REASON\`.`)
    const variant = isUndo ? ({ variant: 'undo' } as const) : {}
    const wish = { type: 'reject-step', step: step.id, reason: privately(reason), ...variant } as const
    return put(
      request,
      view.id,
      wish,
      () => `*Rejected: ${step.title}.* \`/dr step start ${step.id}\` asks for it again.`,
    )
  },
}

const isAskedFor = ({ run, undo }: StepView): boolean => run?.state === 'requested' || undo?.state === 'requested'
