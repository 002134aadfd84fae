/**
 * Bracketed marks such as [TIME] or [STATUS] that somebody was to fill in by hand (R68, E18): in a plan's text that messages show, and in templates. One mark
 * often stands for several things, so that nothing fills it in: it would be sent as it is.
 */
import type { DataProblem } from './problem.ts'
import { spots } from './spots.ts'

/** [TIME], [LIST OF SERVICES], [AUTO-GENERATED], and a choice such as [Critical/High/Medium/Low]; not a tag with a number, such as [P1]. */
const MARK = /\[(?:[A-Z]{2,}(?:[ _-][A-Z]+)*|[\p{L}\d][\p{L}\d _-]*(?:\/[\p{L}\d _-]+)+)\]/gu

/** Where a plan holds words that people are told. */
const SHOWN = [
  'system.name',
  'system.publicName',
  'severities.*.label',
  'people.*.name',
  'roles.*.label',
  'roles.*.duties.*',
  'policies.*.levels.*.label',
  'policies.*.levels.*.purpose',
  'components.*.label',
  'audiences.*.label',
  'questions.*.question',
  'scenarios.*.title',
  'scenarios.*.impact',
  'scenarios.*.phases.*.title',
  'scenarios.*.phases.*.steps.*.title',
  'sequences.*.title',
  'sequences.*.steps.*.title',
]

export const marksIn = (text: string): string[] => [...new Set([...text.matchAll(MARK)].map(([mark]) => mark))]

/** One warning for each mark at each place; the data may be of any shape. */
export function markWarnings(data: unknown): DataProblem[] {
  return SHOWN.flatMap((pattern) => spots(data, pattern)).flatMap(({ value, ...spot }) =>
    typeof value !== 'string'
      ? []
      : marksIn(value).map((mark) => ({
          ...spot,
          rule: 'ambiguous-mark',
          message: `${mark} stands for something that nobody fills in, and people would be told it as it is`,
          remedy: 'write what is meant, or leave it to a field of a template',
        })),
  )
}
