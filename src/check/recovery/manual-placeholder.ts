/** Manual steps whose text does not say what to do: somebody reads it in the middle of the night, and is as wise as before. */
import { type Fault, once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { stepsOf } from '../steps.ts'

const PLACEHOLDERS: readonly RegExp[] = [
  // Nothing but signs, such as "..." or "?".
  /^[^\p{L}\p{N}]*$/u,
  /\b(?:tbd|tba|fixme|lorem ipsum)\b/i,
  /^\W*(?:todo|to be (?:written|defined|decided|determined|documented|done))\b/i,
  /\bno (?:procedure|runbook|steps?|instructions?) (?:(?:is|are|has been|have been|was|were) )?(?:yet )?(?:written|defined|documented)\b/i,
  /^(?:see|follow|use|consult|execute|run|refer to|according to|as in|as per|per) (?:the|our|your) (?:[\w-]+ ){0,2}(?:runbook|procedure|playbook|documentation|docs|wiki|manual|sop)s?\W*$/i,
]

export const manualPlaceholder: CheckRule = {
  name: 'manual-placeholder',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      stepsOf(plan).flatMap(({ within, id, step: { manual }, path }): Fault[] => {
        if (manual === undefined || !PLACEHOLDERS.some((pattern) => pattern.test(manual.trim()))) return []
        return [
          {
            within,
            path: [...path, 'manual'],
            at: 'value',
            step: id,
            say: (all) =>
              `the step "${id}" of ${all} stands for something that nobody has written: "${shortened(manual)}"`,
            remedy: 'write what to do, as for somebody who has just been woken, or where exactly it stands',
          },
        ]
      }),
    ),
}

const SHOWN_MAX = 60

const shortened = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text)
