/** Approvals that more people have to give than can. */
import { counted } from '../../plan/in-words.ts'
import type { Plan } from '../../plan/schema.ts'
import { once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { eitherOf, listed, quoted } from '../words.ts'
import { type Approved, approvedSteps, holdersOf } from './approvers.ts'

export const approvalImpossible: CheckRule = {
  name: 'approval-impossible',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      approvedSteps(plan).flatMap((approved) => {
        const say = tooFew(plan, approved)
        if (say === undefined) return []
        const { within, id, path, approval } = approved
        const roles = eitherOf(approval.roles.map(quoted))
        return [
          {
            within,
            path: [...path, 'approval'],
            at: 'key' as const,
            step: id,
            say: () => say,
            remedy: `${approval.count > 1 ? 'write a smaller count, ' : ''}add a role, or give ${roles} more holders`,
          },
        ]
      }),
    ),
}

function tooFew(plan: Plan, { id, step, approval, approvers }: Approved): string | undefined {
  const { count, notRequester } = approval
  // That nobody at all holds a role is for another rule.
  if (approvers.length === 0) return undefined
  const needs = `"${id}" needs ${counted(count, 'approval')}`
  if (approvers.length < count) return `${needs}, and only ${listed(approvers.map(quoted))} can give any`
  if (!notRequester || approvers.length - 1 >= count) return undefined
  // Its owner starts it, as a rule; where one of the owners approves nothing, it can be they.
  const starting = step.owner === undefined ? approvers : holdersOf(plan, [step.owner])
  const [starter] = starting
  if (starter === undefined || !starting.every((person) => approvers.includes(person))) return undefined
  const left = approvers.filter((person) => person !== starter)
  const rest =
    left.length === 0 ? 'nobody is left' : `only ${listed(left.map(quoted))} ${left.length === 1 ? 'is' : 'are'} left`
  return `${needs}, not from whoever starts it: when "${starter}" does, ${rest}`
}
