/** What was pressed or typed, as a heading says it. */
import type { View } from '../../incident/view-shape.ts'

const CHARS_MAX = 60
/** The beginning of the digest that was shown with a button: it is for the program, to see that nothing has changed since. */
const DIGEST = /\s*@[0-9a-f]{8,64}(?=\s|$)/g

/** A command with its words, a step by its title and no digest. */
export function actWords({ recovery }: Pick<View, 'recovery'>, command: string, words: string): string {
  const shown = words.replace(DIGEST, '').trim()
  if (shown.length > CHARS_MAX) return `${command} …`
  const named = shown.split(' ').map((word) => {
    const step = recovery?.steps.find(({ id }) => id === word)
    return step ? `“${step.title}”` : word
  })
  return [command, ...named].join(' ').trim()
}
