/** A step that cuts off the very machine on which it runs: nobody gets in again, Muster included. */
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { type Invocation, invocations } from './invocations.ts'
import { blocks, letsIn } from './isolation.ts'
import { ufwCall } from './ufw.ts'

export const isolatesRunner = callRule('isolates-runner', (call, { plan, data }): Finding[] => {
  const { on } = call.at.action
  if (typeof on !== 'string' || call.isElsewhere || blocks(call) !== 'in') return []
  // A default only concerns what no rule speaks of, and the rule for ssh may stand there since long.
  if (ufwCall(call)?.kind === 'default') return []
  const inStep = invocations(data).filter(({ at }) => at.written === call.at.written && at.list === call.at.list)
  if (inStep.some((other) => letsIn(other) && isSameMachine(other, call))) return []
  const host = plan.runners[on]?.ssh.host ?? on
  return [
    found(call, {
      code: 'H4',
      message: `the step "${call.at.step}" runs on "${on}" over ssh and blocks all that comes in to ${host}, ssh among it`,
      remedy: 'in the same step let ssh in from where Muster runs, or block from outside of the machine',
    }),
  ]
})

const isSameMachine = (a: Invocation, b: Invocation): boolean =>
  isBlock(a.at.action) && a.at.action.on === b.at.action.on && !a.isElsewhere
