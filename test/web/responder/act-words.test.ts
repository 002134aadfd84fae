/** What was pressed or typed, in a heading: the step by its title, and people's words as they are. */
import { expect, test } from 'vitest'
import { recoveryView } from '../../../src/incident/recovery/view-recovery.ts'
import { actWords } from '../../../src/web/responder/act-words.ts'
import { byHand, recoveryPlan, startRecovery } from '../../incident/recovery/recovery-plan.ts'

const recovery = { steps: [byHand('restore', { needs: [] }), byHand('switch')] }
const view = { recovery: recoveryView(recoveryPlan(recovery), startRecovery(recovery).state) }

test.each([
  ['step', 'done restore', 'step done “Do restore”'],
  ['step', 'restore', 'step “Do restore”'],
  ['approve', 'restore @0123456789abcdef Shop', 'approve “Do restore” Shop'],
  ['check', 'pass switch', 'check pass “Do switch”'],
  ['undo', 'keep switch we switch later', 'undo keep “Do switch” we switch later'],
  ['step', 'done restore the restore is slow', 'step done “Do restore” the restore is slow'],
  ['step', 'add restore', 'step add restore'],
  ['reject', 'restore switch first', 'reject “Do restore” switch first'],
  ['note', 'restore is slow, we switch later', 'note restore is slow, we switch later'],
  ['ack', '', 'ack'],
])('%s %s', (command, words, expected) => {
  expect(actWords(view, command, words)).toBe(expected)
})
