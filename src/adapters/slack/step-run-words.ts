/**
 * A run that is asked for, in words: exactly what it would do, who approved it and who still must. Pure; everything is escaped, and every part has a length of
 * its own that it keeps whatever comes in.
 */
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import { code, codeBlock, firstLines, words } from './literal-text.ts'
import { because, nameOf, type WriteTime } from './step-words.ts'

const COMMANDS = { charsMax: 1_200 } as const
const PEOPLE = { namedMax: 6, whoCharsMax: 300 } as const
/** Enough to compare by eye. */
const DIGEST_CHARS = 12

export const digestText = (digest: string): string => `sha256 ${code(digest.slice(0, DIGEST_CHARS), DIGEST_CHARS)}…`

/** Exactly what is run, in a code block of at most some 1,300 characters; undefined: nothing. */
export function commandsBlock(commands: readonly string[]): string | undefined {
  if (commands.length === 0) return undefined
  const { text, left } = firstLines(commands, COMMANDS.charsMax)
  return codeBlock(left > 0 ? `${text}\n… ${left} more ${left === 1 ? 'line' : 'lines'}` : text)
}

/** `1 of 2 approvals: Dora. Still needed: 1 of Database administrator (Dora, Otto) · lapses 10:32 UTC`. Undefined: none is asked for. */
export function approvalsLine(step: StepView, run: RunView, time: WriteTime): string | undefined {
  if (step.approval === null || run.variant === 'dry') return undefined
  const { count, who } = step.approval
  const missing = run.approvalsMissing
  const names = namesOf(run)
  if (missing === 0) return names ? `Approved by ${names}` : undefined
  const given = `${Math.max(0, count - missing)} of ${count} ${count === 1 ? 'approval' : 'approvals'}${names ? `: ${names}` : ''}`
  const lapses = run.expiresMs === null ? '' : ` · lapses ${time(run.expiresMs)}`
  return `${given}. Still needed: ${missing} of ${words(run.approvers ?? who, PEOPLE.whoCharsMax)}${lapses}`
}

function namesOf({ approvals }: RunView): string {
  const names = approvals.slice(0, PEOPLE.namedMax).map(({ person }) => nameOf(person))
  if (approvals.length > PEOPLE.namedMax) names.push(`and ${approvals.length - PEOPLE.namedMax} more`)
  return names.join(', ')
}

export const breakGlassLine = ({ breakGlass }: RunView): string[] =>
  breakGlass
    ? [
        `:rotating_light: *Without the approvals that the plan asks for*, by ${nameOf(breakGlass.by)}${because(breakGlass.reason)}`,
      ]
    : []

/** Of a request that came to nothing, why the step stands as if nobody had asked. */
export function turnedDownLine(step: StepView, time: WriteTime): string[] {
  const { run, status } = step
  if (!run || status !== 'ready') return []
  switch (run.state) {
    case 'rejected':
      return [`:no_entry: Rejected${run.endedMs === null ? '' : ` at ${time(run.endedMs)}`}${because(run.reason)}`]
    case 'expired':
      return [':alarm_clock: The last request lapsed: nobody approved it in time']
    case 'void':
      return [WITHDRAWN]
    default:
      return []
  }
}
const WITHDRAWN =
  ':warning: What was asked for before counts no more: what it would run has changed, or its turn had passed'
