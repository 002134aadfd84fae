/** All promises that one course of events can break, looked for in its journal. */
import { ranTwice, ranUnapproved } from './approvals.ts'
import type { Checker, Course, Violation } from './course.ts'
import { leftOpen } from './left-open.ts'
import { pagedAfterAcknowledging, pagedAfterStop } from './paging.ts'
import { drillReachesOutside, toldTwice } from './telling.ts'

const CHECKERS: readonly Checker[] = [
  pagedAfterStop,
  pagedAfterAcknowledging,
  ranUnapproved,
  ranTwice,
  toldTwice,
  drillReachesOutside,
  leftOpen,
]

/** In the order of time. */
export const violationsOf = (course: Course): Violation[] =>
  CHECKERS.flatMap((checker) => checker(course)).toSorted((a, b) => a.atMs - b.atMs)
