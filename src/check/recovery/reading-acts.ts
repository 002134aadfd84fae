/** Steps that are said to look only, and act. */
import { type WrittenAction, writtenActions, writtenSteps } from '../../plan/written-steps.ts'
import type { CheckRule, Finding } from '../rule.ts'

/** Methods that change nothing at the other end, whoever built it. */
const READING = ['GET', 'HEAD', 'OPTIONS']

export const readingActs: CheckRule = {
  name: 'reading-acts',
  level: 'warning',
  judge: ({ data }) => actingReads(data),
}

/** A step with `risk: read` runs by itself and in drills: whoever wrote it believes that nothing comes of it. */
const actingReads = (plan: unknown): Finding[] =>
  writtenSteps(plan)
    .filter(({ step }) => step.risk === 'read')
    .flatMap((written) => (['do', 'checks'] as const).flatMap((list) => writtenActions(written, list)))
    .flatMap(acting)

function acting({ path, action }: WrittenAction): Finding[] {
  const warn = (key: string, what: string, instead: string): Finding[] => [
    {
      path: [...path, key],
      at: 'value',
      message: `a step with "risk: read" runs without being asked, and ${what}`,
      remedy: `write "risk: write", or ${instead}`,
    },
  ]
  const { method } = action
  if ('http' in action && typeof method === 'string' && !READING.includes(method)) {
    return warn('method', `this ${method} request may change something`, 'ask with "method: GET"')
  }
  if ('sql' in action && action.write === true) {
    return warn('write', 'this statement may write', 'take "write: true" away')
  }
  return []
}
