/** What is wrong with backups, as parts of sentences. How instants and lengths are written is for whoever says it. */
import { inWords } from '../plan/in-words.ts'
import type { BackupFault } from '../readiness/backups/faults.ts'

const DAY_MS = 24 * 3_600_000

export interface Saying {
  moment(atMs: number): string
  length(ms: number): string
}

export const faultsText = (faults: readonly BackupFault[], say: Saying): string =>
  inWords(faults.map((fault) => faultText(fault, say)))

function faultText(fault: BackupFault, say: Saying): string {
  const days = (ms: number) => (ms < 2 * DAY_MS ? say.length(ms) : `${Math.floor(ms / DAY_MS)} days`)
  switch (fault.kind) {
    case 'unread':
      return `nobody can say: ${fault.why.replace(/\.$/, '')}${fault.everywhere ? '' : ' (another place has copies)'}`
    case 'none':
      return 'there is none'
    case 'empty':
      return `the newest, of ${say.moment(fault.madeAtMs)}, has nothing in it`
    case 'late':
      return `the one due ${say.moment(fault.dueMs)} is not there`
    case 'missed':
      return fault.count === 1
        ? `the one due ${say.moment(fault.lastMs)} was never made`
        : `${fault.count} backups of the last week were never made, the latest due ${say.moment(fault.lastMs)}`
    case 'shrunk':
      return `the newest has ${Math.round((100 * fault.size) / fault.usual)} % of the usual size`
    case 'behind':
      return `its original has had a newer one since ${say.moment(fault.originalMs)}`
    case 'kept-short':
      return `it goes back ${days(fault.backMs)} only, of ${days(fault.keepMs)} in the plan`
    case 'thinned':
      return `it has ${fault.have} ${fault.of} ones of ${fault.wanted}`
    case 'kept-long':
      return `it goes back ${days(fault.backMs)}, though the plan keeps it for ${days(fault.keepMs)}`
    case 'unencrypted':
      return `the newest is not encrypted as the plan says (${fault.demanded})`
    case 'unlocked':
      return fault.untilMs === null
        ? 'the newest can be changed and deleted, though the plan locks it'
        : `the newest can be changed and deleted since ${say.moment(fault.untilMs)}, though the plan locks it`
    case 'rpo':
      return fault.pointMs === null
        ? 'no backup is known from which it could be restored'
        : `the newest backup is of ${say.moment(fault.pointMs)}, and no more than ${say.length(fault.rpoMs)} may be lost`
    default:
      return fault satisfies never
  }
}
