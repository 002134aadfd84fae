/** What can be wrong with the backups of a set, or with what would be lost of a component. */

export type SetFault =
  /** `everywhere`: none of the places that have it answers. */
  | { kind: 'unread'; why: string; everywhere: boolean }
  | { kind: 'none' }
  /** The newest has nothing in it. */
  | { kind: 'empty'; madeAtMs: number }
  /** Should have been made by then, epoch ms. */
  | { kind: 'late'; dueMs: number }
  /** Of the last days, so many runs of the schedule have left nothing; the latest of them was due then. */
  | { kind: 'missed'; count: number; lastMs: number }
  | { kind: 'shrunk'; size: number; usual: number }
  /** A copy: its original has had a newer one for longer than a copy may take. */
  | { kind: 'behind'; originalMs: number }
  /** Goes back less far than the plan says, ms. */
  | { kind: 'kept-short'; backMs: number; keepMs: number }
  /** Goes back far enough, but has so few of those that are to be kept for longer. */
  | { kind: 'thinned'; of: 'daily' | 'weekly' | 'monthly'; have: number; wanted: number }
  /** Goes back further than the plan says, ms: what should be gone by law may still be there. */
  | { kind: 'kept-long'; backMs: number; keepMs: number }
  /** The plan says that it is encrypted. */
  | { kind: 'unencrypted'; demanded: string }
  /** The plan says that it is locked; null: anybody can change it. */
  | { kind: 'unlocked'; untilMs: number | null }

/** More would be lost than the RPO allows; null: all of it, as far as is known. */
type ComponentFault = { kind: 'rpo'; pointMs: number | null; rpoMs: number }

export type BackupFault = SetFault | ComponentFault
export type FaultKind = BackupFault['kind']

/** If disaster struck now, it would be worse than the plan allows: somebody has to get up. The others can wait for the day. */
export function isGrave(fault: BackupFault): boolean {
  switch (fault.kind) {
    case 'rpo':
    case 'none':
    case 'empty':
    case 'shrunk':
      return true
    case 'unread':
      return fault.everywhere
    default:
      return false
  }
}
