/** `/dr undo`: takes back what a step did, or says that it stays. */
import { privately } from '../src/plan/actor.ts'
import { answer } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichRecovery, whichStep } from './asking/which-step.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const undo: DrCommand = {
  name: 'undo',
  usage: 'undo [INCIDENT] [STEP | keep STEP REASON]',
  summary: 'Take back what a step did; `undo keep` leaves it for good',
  async run(request) {
    const words = request.words.trim()
    if (words === '') {
      const found = await whichRecovery(request, 'undo')
      if (!found.ok) return found.reply
      const open = found.recovery.steps.filter(({ canUndo }) => canUndo !== null)
      const told = open.map(({ id, canUndo }) => `${canUndo}: \`/dr undo ${id}\``)
      const text = told.length > 0 ? lines('*Still to be taken back:*', bullets(told)) : 'Nothing is to be taken back.'
      return answer(text, { incident: found.view.id, data: open })
    }
    const keeps = /^keep\s+/i.test(words)
    const found = await whichStep(request, 'undo', words.replace(/^keep\s+/i, ''), ({ canUndo }) => canUndo !== null)
    if (!found.ok) return found.reply
    const { view, step, rest } = found
    if (keeps) {
      const wish = { type: 'waive-undo', step: step.id, reason: privately(rest) } as const
      return put(request, view.id, wish, () => `What *${step.title}* did stays as it is.`)
    }
    const wish = { type: 'start-step', step: step.id, variant: 'undo' } as const
    return put(request, view.id, wish, (after) => {
      const run = after.recovery?.steps.find(({ id }) => id === step.id)?.undo
      const waits = run?.state === 'requested' && run.approvalsMissing > 0
      return `*${step.canUndo ?? step.title}* ${waits ? `has been asked for; ${step.approval?.who ?? ''} must approve it` : 'starts at once'}.`
    })
  },
}
