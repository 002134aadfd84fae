/** A step that is said to look only, and whose command plainly changes something. It runs by itself, and in drills. */
import type { Finding } from '../rule.ts'
import { acts, shortName } from './acting.ts'
import { callRule, found } from './command-rule.ts'

export const notReadOnly = callRule('not-read-only', (call): Finding[] => {
  const { at } = call
  if (at.risk !== 'read' || (at.list !== 'do' && at.list !== 'checks') || !acts(call)) return []
  const why =
    at.written.step.risk === 'read'
      ? 'a step with "risk: read"'
      : 'a check of the end, which is "risk: read" unless it says otherwise,'
  return [
    found(call, {
      message: `${why} runs without being asked, and "${shortName(call)}" changes something`,
      remedy: 'write "risk: write" (or "destructive"), or take the command away',
    }),
  ]
})
