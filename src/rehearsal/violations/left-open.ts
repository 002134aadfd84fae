/** Promise 1, and the one idea of it all: what was owed by the end has been attempted. */
import { owed } from '../../incident/owed.ts'
import type { Checker } from './course.ts'

export const leftOpen: Checker = ({ plan, last, endMs }) =>
  owed(plan, last)
    .filter(({ dueMs }) => dueMs <= endMs)
    .map(({ id, dueMs }) => ({
      rule: 'left-open',
      atMs: dueMs,
      message: `${id} was owed by then and was never attempted.`,
    }))
