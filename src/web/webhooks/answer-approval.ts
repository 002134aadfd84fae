/**
 * Approvals by text message: finds the run that a code belongs to and puts the answer to the incident. A code is good for one person and one run of exactly
 * what they were shown; it counts only from their telephone.
 */

import type { Services } from '../../../commands/services.ts'
import { APPROVAL_CODE_LENGTH, approvalCode } from '../../adapters/page-credentials.ts'
import { sameSecret } from '../../adapters/same-secret.ts'
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import { type Actor, privately } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'

export type ApprovalPorts = Pick<Services, 'ask' | 'incidentsWithPlans'>

export interface ApprovalOwner {
  incident: string
  person: string
  plan: Plan
  step: StepView
  run: RunView
}

export const isApprovalCode = (code: string): boolean => code.length === APPROVAL_CODE_LENGTH

/** @param code as typed; letter case does not matter. */
export async function findApproval(
  { incidentsWithPlans }: ApprovalPorts,
  secret: string,
  code: string,
): Promise<ApprovalOwner | undefined> {
  const wanted = Buffer.from(code.toUpperCase())
  if (wanted.length !== APPROVAL_CODE_LENGTH) return undefined
  for (const { view, plan } of await incidentsWithPlans()) {
    for (const step of view.recovery?.steps ?? []) {
      for (const run of [step.run, step.undo]) {
        if (!run) continue
        const person = Object.keys(plan.people).find((id) =>
          sameSecret(approvalCode(secret, view.id, run.id, run.digest, id), wanted),
        )
        if (person !== undefined) return { incident: view.id, person, plan, step, run }
      }
    }
  }
  return undefined
}

/** @param rest what stands behind the code: the system's name for an approval, the reason for a rejection. */
export async function answerApproval(
  { ask }: ApprovalPorts,
  { incident, person, step, run }: ApprovalOwner,
  answer: { approves: boolean; rest: string; atMs: number; key: string },
): Promise<string> {
  const by: Actor = { person, id: 'phone', via: 'sms' }
  const { approves, rest, atMs, key } = answer
  const about = { atMs, by, step: step.id, variant: run.variant } as const
  const asked = approves
    ? await ask(incident, { ...about, type: 'approve-step', digest: run.digest, ...(rest && { typed: rest }) }, key)
    : await ask(incident, { ...about, type: 'reject-step', reason: privately(rest || 'rejected by text message') }, key)
  if (!asked.ok) return asked.why.replaceAll('`', '')
  if (asked.note) return asked.note.replaceAll('`', '')
  const title = run.variant === 'undo' ? `Undo: ${step.canUndo ?? step.title}` : step.title
  if (!approves) return `Rejected: "${title}" of ${incident}.`
  const after = asked.view.recovery?.steps.find(({ id }) => id === step.id)
  const missing = [after?.run, after?.undo].find((one) => one?.id === run.id)?.approvalsMissing ?? 0
  return `Approved: "${title}" of ${incident}. ${missing > 0 ? `${missing} more must approve it.` : 'It starts at once.'} Thank you.`
}
