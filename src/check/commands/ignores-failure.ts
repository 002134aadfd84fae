/** A command that changes something and may fail without anybody learning of it. */
import type { Finding } from '../rule.ts'
import { acts, shortName } from './acting.ts'
import { callRule, found } from './command-rule.ts'
import { isDeletedLater } from './deletes-after-failure.ts'
import { type Invocation, invocations } from './invocations.ts'

/** Whether they have done anything does not matter to what comes after. */
const MAY_FAIL = /^(?:mkdir|rm|rmdir|kill|pkill|killall|umount)$/
const FIREWALL = /^(?:ufw|ip6?tables|nft)$/

export const ignoresFailure = callRule('ignores-failure', (call, { data }): Finding[] => {
  const { at, shell, program, via, script } = call
  if (!shell || at.list === 'checks' || at.list === 'dryRun' || MAY_FAIL.test(program)) return []
  const code = FIREWALL.test(program) ? { code: 'H4' } : {}
  if (shell.isForgiven && acts(call)) {
    const message = `"|| true" hides when "${shortName(call)}" has failed, and the step goes on as if it had worked`
    return [
      found(call, {
        ...code,
        message,
        remedy: 'take it away, or say with "exitCodes" or an "if" which failure does not matter',
      }),
    ]
  }
  if (shell.failure !== 'lost' || via.some((outer) => outer.shell === null)) return []
  if (program === 'cd') return lostFolder(call)
  // Where it is a copy that is lost, another rule says so.
  if (!acts(call) || isDeletedLater(call, invocations(data))) return []
  const rest = script.slice(script.indexOf(shell) + 1).map(({ words }) => words[0]?.text ?? '')
  const after = rest.find((word) => /^[\w./-]+$/.test(word)) ?? 'what follows'
  const message = `nobody learns when "${shortName(call)}" fails, for the text goes on with "${after}" and only its last command counts`
  return [found(call, { ...code, message, remedy: 'begin the text with "set -e", or join the commands with "&&"' })]
})

/** What comes after a `cd` that failed happens in the folder before. */
function lostFolder(call: Invocation): Finding[] {
  const [folder = ''] = call.args
  return [
    found(call, {
      message: `when "cd ${folder}" fails, what comes after happens in another folder`,
      remedy: 'give the action "in" with the folder, or write "cd … || exit"',
    }),
  ]
}
