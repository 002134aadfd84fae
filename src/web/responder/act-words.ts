/** What was pressed or typed, as a heading says it. */
import type { View } from '../../incident/view-shape.ts'

const CHARS_MAX = 60
/** The beginning of the digest that was shown with a button: it is for the program, to see that nothing has changed since. */
const DIGEST = /\s*@[0-9a-f]{8,64}(?=\s|$)/g

/** Commands that name a step, and the words that may stand between: whatever follows is somebody's own. */
const BEFORE_A_STEP: ReadonlyMap<string, readonly string[]> = new Map([
  ['step', ['start', 'done', 'failed', 'skip', 'choose', 'cancel', 'reset', 'first', 'dry']],
  ['check', ['run', 'pass', 'fail', 'waive']],
  ['undo', ['keep']],
  ['approve', []],
  ['reject', []],
])

/** A command with its words, the step that it is about by its title and no digest. */
export function actWords({ recovery }: Pick<View, 'recovery'>, command: string, words: string): string {
  const shown = words.replace(DIGEST, '').trim()
  if (shown.length > CHARS_MAX) return `${command} …`
  const all = shown.split(' ')
  const between = BEFORE_A_STEP.get(command)
  const at = between?.includes(all[0] ?? '') ? 1 : 0
  const step = between && recovery?.steps.find(({ id }) => id === all[at])
  return [command, ...(step ? all.with(at, `“${step.title}”`) : all)].join(' ').trim()
}
