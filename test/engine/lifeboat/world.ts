import type { Voyage } from '../../../src/engine/lifeboat/replay.ts'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { verifyJournal } from '../../../src/engine/verify-journal.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { privately } from '../../../src/plan/actor.ts'
import { ANA, type ReminderCommand, type ReminderState } from '../reminder-core.ts'
import { START_MS } from '../rig.ts'
import { createDatabase, createDisk, openReplica, type Replica } from './boats.ts'

export function createWorld() {
  const database = createDatabase()
  const clock = createSteppedClock(wallClock, START_MS, false)
  const carriedOut: string[] = []
  const voyages: Voyage[] = []
  const open = (disk = createDisk(), more: Partial<Parameters<typeof openReplica>[0]> = {}) =>
    openReplica({ database, disk, clock, voyages, carriedOut: (what) => carriedOut.push(what), ...more })
  type Given = ReminderCommand extends infer One
    ? One extends ReminderCommand
      ? Omit<One, 'atMs' | 'by'>
      : never
    : never
  const give = (replica: Replica, command: Given, key?: string) => {
    const options = key === undefined ? {} : { key }
    return replica.engine.submit<ReminderState>('list', { ...command, atMs: clock.now(), by: ANA }, options)
  }
  const later = (minutes: number) => clock.moveTo(clock.now() + minutes * 60_000)
  const stateOf = async (replica: Replica) => (await replica.engine.read<ReminderState>('list'))?.state
  return { database, clock, carriedOut, voyages, open, give, later, stateOf }
}
export const ask = (what: string, dueMs: number) => ({ type: 'ask' as const, what, dueMs })
export const note = (text: string) => ({ type: 'note' as const, text: privately(text) })
export const damages = async (database: ReturnType<typeof createDatabase>) => {
  const found: string[] = []
  for await (const { message } of verifyJournal(database.backing.storage)) found.push(message)
  return found
}
