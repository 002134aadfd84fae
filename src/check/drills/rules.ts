/** The rules about drills. */
import type { CheckRule } from '../rule.ts'
import { drillNeverCovers } from './drill-never-covers.ts'
import { drillOverdue } from './drill-overdue.ts'
import { drillTooRare } from './drill-too-rare.ts'

export const drillsRules: readonly CheckRule[] = [drillNeverCovers, drillOverdue, drillTooRare]
