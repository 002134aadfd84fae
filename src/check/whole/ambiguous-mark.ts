/** Bracketed marks in a plan's text that messages show (R68, E18): they would be sent as they are. */
import { marksIn } from '../../plan/marks.ts'
import { spots } from '../../plan/spots.ts'
import type { CheckRule, Finding } from '../rule.ts'

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

export const ambiguousMark: CheckRule = {
  name: 'ambiguous-mark',
  level: 'warning',
  judge: ({ data }) => SHOWN.flatMap((pattern) => spots(data, pattern)).flatMap(marks),
}

const marks = ({ value, ...spot }: ReturnType<typeof spots>[number]): Finding[] =>
  typeof value !== 'string'
    ? []
    : marksIn(value).map((mark) => ({
        ...spot,
        message: `${mark} stands for something that nobody fills in, and people would be told it as it is`,
        remedy: 'write what is meant, or leave it to a field of a template',
      }))
