/** Commands that ask a question. Nobody is there to answer: what they read is closed, so they fail, or do nothing. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import type { Invocation } from './invocations.ts'
import { type Asking, askingCall } from './prompts.ts'

export const waitsForAnswer = callRule('waits-for-answer', (call): Finding[] => {
  const asking = askingCall(call)
  if (!asking || isAnswered(call, asking)) return []
  return [found(call, { code: 'H10', message: `${asking.what}, and nobody is there to answer`, remedy: asking.remedy })]
})

/** Somebody writes the answer: `yes |`, a file, a text. Who asks at the terminal itself does not read it. */
const isAnswered = ({ shell }: Invocation, { isAtTerminal }: Asking): boolean => shell?.isFed === true && !isAtTerminal
