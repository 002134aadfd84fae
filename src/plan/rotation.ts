/**
 * Who is on call by a rotation written in the plan. Promises that a hand-over keeps its local time through changes of
 * daylight saving: a shift lasts 23 or 25 hours then. Holds no clock; the instant is an argument.
 */
import { DateTime } from 'luxon'
import type { Plan } from './schema.ts'

export type Rotation = Plan['rotations'][string]

/** The person on call at an instant (milliseconds since the epoch). Before the first hand-over it is the first person. */
export function onRotation(rotation: Rotation, atMs: number): string {
  const shift = Math.max(0, shiftNumber(rotation, atMs))
  // The schema asks for at least one person.
  return rotation.people[shift % rotation.people.length]!
}

function shiftDays({ shift }: Rotation): number {
  return (shift.days ?? 0) + 7 * (shift.weeks ?? 0)
}

/** Start of the shift with this number. Days are added to the local date, then the local time is looked up in the zone. */
function handover(rotation: Rotation, shift: number): number {
  const first = DateTime.fromISO(rotation.start, { zone: rotation.zone })
  return first.plus({ days: shift * shiftDays(rotation) }).toMillis()
}

/** Number of the shift under way, from 0; -1 before the start. */
function shiftNumber(rotation: Rotation, atMs: number): number {
  const dayMs = 24 * 3_600_000
  let shift = Math.max(-1, Math.floor((atMs - handover(rotation, 0)) / (shiftDays(rotation) * dayMs)))
  // Shifts differ from whole days by an hour at most twice a year, so the estimate is off by one at most.
  if (handover(rotation, shift + 1) <= atMs) shift++
  if (shift >= 0 && handover(rotation, shift) > atMs) shift--
  return shift
}
