/** What speaks against the backup that a step would restore, for whoever is to approve it. */
import type { BackupDoubt } from '../incident/recovery/restoring.ts'
import { durationText } from './time-text.ts'

/** @param time writes a moment. `rest` is whole sentences. */
export function doubtWords(doubt: BackupDoubt, time: (atMs: number) => string): { head: string; rest: string } {
  if (doubt.kind === 'unknown')
    return {
      head: 'Nobody knows how old this backup is',
      rest: `No step has found ${doubt.key} among ${doubt.set}. Look at it first.`,
    }
  const made = `${doubt.set} of ${time(doubt.madeAtMs)}`
  if (doubt.kind === 'in-outage')
    return {
      head: 'This backup may hold the damage',
      rest: `${made} was made after the outage began at ${time(doubt.beganMs)}. Look for an earlier one first.`,
    }
  return {
    head: 'An older backup than it could be',
    rest: `${made}, and there is one of ${time(doubt.newestMs)}. ${durationText(doubt.newestMs - doubt.madeAtMs)} more would be lost.`,
  }
}
