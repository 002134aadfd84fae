/** All promises, each with its checker. */
import { replicasAgree } from './agreement.ts'
import { actsInTime, outcomesJournaled } from './attempts.ts'
import type { Checker, Evidence, Finding } from './checker.ts'
import { jobsTaken } from './jobs-taken.ts'
import { healed, nothingForgotten } from './obligations.ts'
import { toldOnce } from './once.ts'
import { pagesTried } from './promise-1-paging.ts'
import { answeredInPeace, levelsStop } from './promise-2-stop.ts'
import { runsApproved, runsOnce } from './promise-3-approvals.ts'
import { answersKept } from './promise-4-kept.ts'
import { journalVerifies } from './promise-5-chain.ts'
import { nothingPersonal } from './promise-6-secrets.ts'
import { drillsInside } from './promise-7-drill.ts'
import { heldStill, pagesCapped } from './promise-8-bounds.ts'

const CHECKERS: readonly Checker[] = [
  ...[pagesTried, levelsStop, answeredInPeace, runsApproved, runsOnce, answersKept, journalVerifies],
  ...[nothingPersonal, drillsInside, pagesCapped, heldStill],
  ...[actsInTime, outcomesJournaled, jobsTaken, toldOnce, replicasAgree, nothingForgotten, healed],
]

/** In the order of time. */
export async function judge(evidence: Evidence): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, check } of CHECKERS)
    for (const finding of await check(evidence)) findings.push({ checker: name, ...finding })
  return findings.toSorted((a, b) => a.atMs - b.atMs)
}
