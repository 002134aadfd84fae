/** `ufw deny in` and its like: refused, so that nothing is blocked. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { commandPath } from './invocations.ts'
import { ufwCall } from './ufw.ts'

const REFUSED = /\bufw(\s+(?:--force\s+)?)(allow|deny|reject)\s+(in|out)(?=\s*(?:$|[;&|\n)#]))/g

export const ufwSyntax = callRule('ufw-syntax', (call): Finding[] => {
  const ufw = ufwCall(call)
  if (ufw?.kind !== 'rule' || ufw.direction === null || ufw.rest.length > 0) return []
  const { policy, direction } = ufw
  const written = `ufw ${policy} ${direction}`
  const meant = `ufw default ${policy} ${direction === 'in' ? 'incoming' : 'outgoing'}`
  const { command } = call.at.action
  const corrected = typeof command === 'string' ? command.replaceAll(REFUSED, policyFor) : command
  const fix = typeof corrected === 'string' && corrected !== command && { to: corrected }
  return [
    found(call, {
      code: 'H4',
      message: `ufw refuses "${written}" with "Invalid interface clause", so nothing is blocked or let through`,
      remedy: `write "${meant}", or say from where to where as in "ufw ${policy} ${direction} from any to any"`,
      ...(fix && { fix: [{ path: commandPath(call.at), ...fix }] }),
    }),
  ]
})

const policyFor = (_: string, gap: string, policy: string, direction: string): string =>
  `ufw${gap}default ${policy} ${direction === 'in' ? 'incoming' : 'outgoing'}`
