/** A program or script that is not on the machine where Muster runs. Judges only what somebody has looked for there. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { type Wanted, wantedBy } from './here.ts'

export const commandMissing = callRule('command-missing', (call, { here }): Finding[] => {
  if (!here) return []
  return wantedBy(call).flatMap(({ program, inFolder, to }): Finding[] => {
    if (!here.missing.some((one) => one.program === program && one.inFolder === inFolder)) return []
    return [found(call, missing({ program, inFolder, to }))]
  })
})

function missing({ program, inFolder, to }: Wanted): { message: string; remedy: string } {
  const isRelative = !program.startsWith('/') && (program.includes('/') || to === 'read')
  if (isRelative && inFolder === null) {
    const message = `"${program}" is looked for in the empty folder that each run gets, because the action has no "in"`
    return { message, remedy: 'add "in" with the folder in which it lies' }
  }
  const where = isRelative ? ` in ${inFolder}` : ''
  const message = `"${program}" is not on this machine${where}, or cannot be ${to === 'run' ? 'run' : 'read'}`
  return { message, remedy: 'install it where Muster runs, correct its path, or run it "on" a machine that has it' }
}
