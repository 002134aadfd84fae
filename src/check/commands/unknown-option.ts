/** Options that a program does not have and is often given: it refuses, and does nothing. */
import type { Edit, Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { commandPath, type Invocation } from './invocations.ts'

interface Mistake {
  program: RegExp
  /** Arguments with which the call begins. */
  verbs?: RegExp
  option: string
  /** Null: it needs none. */
  instead: string | null
}

const COPIES = /^s3 (?:cp|sync|mv)\b/
const MISTAKES: Mistake[] = [
  { program: /^aws$/, verbs: COPIES, option: '--encryption', instead: '--sse' },
  { program: /^aws$/, verbs: COPIES, option: '--server-side-encryption', instead: '--sse' },
  { program: /^aws$/, verbs: COPIES, option: '--dry-run', instead: '--dryrun' },
  { program: /^aws$/, verbs: /^s3 sync\b/, option: '--recursive', instead: null },
  { program: /^curl$/, option: '--timeout', instead: '--max-time' },
  { program: /^wget$/, option: '--max-time', instead: '--timeout' },
  { program: /^rsync$/, option: '--dryrun', instead: '--dry-run' },
  { program: /^kubectl$/, option: '--dryrun', instead: '--dry-run=client' },
  { program: /^docker$/, verbs: /^(?:run|compose up)\b/, option: '--detached', instead: '--detach' },
  { program: /^docker-compose$/, option: '--detached', instead: '--detach' },
  { program: /^redis-cli$/, option: '--host', instead: '-h' },
  { program: /^redis-cli$/, option: '--port', instead: '-p' },
  { program: /^redis-cli$/, option: '--password', instead: '--pass' },
]

export const unknownOption = callRule('unknown-option', (call): Finding[] =>
  MISTAKES.filter(
    ({ program, verbs }) => program.test(call.program) && (verbs?.test(call.args.join(' ')) ?? true),
  ).flatMap(({ option, instead }) => {
    const nth = call.args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`))
    if (nth < 0) return []
    const fix = instead === null ? null : edit(call, nth, option, instead)
    const name = [call.program, ...(call.program === 'aws' ? call.args.slice(0, 2) : [])].join(' ')
    return [
      found(call, {
        code: 'H13',
        message: `"${name}" has no option "${option}" and refuses to run`,
        remedy: instead === null ? 'take it away, it is what happens anyway' : `write "${instead}"`,
        ...(fix && { fix: [fix] }),
      }),
    ]
  }),
)

/** Only where the option stands in the plan's own text as one word. */
function edit({ at, shell, via, words }: Invocation, nth: number, option: string, instead: string): Edit | null {
  const { command } = at.action
  const arg = words[nth + 1]?.text ?? ''
  if (typeof command === 'string' && shell) {
    const before = new RegExp(`(?<=\\s)${option}(?=[\\s=])`, 'g')
    return command.match(before)?.length === 1 ? { path: commandPath(at), to: command.replace(before, instead) } : null
  }
  if (!Array.isArray(command) || via.some(({ program }) => program === 'ssh')) return null
  const index = command.indexOf(arg)
  if (index < 0 || command.lastIndexOf(arg) !== index) return null
  return { path: [...commandPath(at), index], to: arg.replace(option, instead) }
}
