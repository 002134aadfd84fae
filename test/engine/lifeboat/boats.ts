/** Replicas with lifeboats over one database in memory that can go away, on clocks that are moved by hand. */

import type { AnyCore } from '../../../src/engine/any-core.ts'
import { type Backing, createMemoryBacking } from '../../../src/engine/backing.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import type { CopyLine } from '../../../src/engine/lifeboat/copy.ts'
import { createLifeboat, type Lifeboat } from '../../../src/engine/lifeboat/lifeboat.ts'
import type { LineFile } from '../../../src/engine/lifeboat/line-file.ts'
import { LOOK_TIMES } from '../../../src/engine/lifeboat/lookout.ts'
import type { RecordLine } from '../../../src/engine/lifeboat/record.ts'
import type { Voyage } from '../../../src/engine/lifeboat/replay.ts'
import { silentLogger } from '../../../src/engine/logger.ts'
import { createSteppedClock, type SteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { type Remind, reminderCore } from '../reminder-core.ts'
import { QUEUES, START_MS } from '../rig.ts'

export interface Database {
  backing: Backing
  /** From now on every question fails, or none. */
  away: boolean
  /** With this code. */
  code: string
  /** Reads are answered, and nothing is taken. */
  takesNothing: boolean
}

/** A database that refuses connections when it is away, or says what its code says. */
export function createDatabase(): Database {
  const memory = createMemoryBacking(QUEUES)
  const database: Database = { backing: memory, away: false, code: 'ECONNREFUSED', takesNothing: false }
  const guarded = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (typeof value !== 'function' || String(name).startsWith('on') || name === 'placeOf' || name === 'stop')
          return value
        return async (...given: unknown[]) => {
          const fails = database.away || (database.takesNothing && (name === 'withStream' || name === 'withDue'))
          if (fails) throw Object.assign(new Error('the database is away'), { code: database.code })
          return value.apply(target, given)
        }
      },
    })
  const { storage, outbox, pageGate, deliveries, subscribers } = memory
  database.backing = {
    ...{ storage: guarded(storage), outbox: guarded(outbox), pageGate: guarded(pageGate) },
    ...{ deliveries: guarded(deliveries), subscribers, replicas: memory.replicas, stop: async () => {} },
  }
  return database
}

/** A file in memory. It outlives whoever has it open, as a disk does. */
export interface Disk {
  copy: object[]
  record: object[]
}

export const createDisk = (): Disk => ({ copy: [], record: [] })

function openFile<Line extends object>(disk: Disk, name: keyof Disk, onAppend: (line: Line) => void): LineFile<Line> {
  const written = (lines: readonly Line[]): Line[] => lines.map((line) => JSON.parse(JSON.stringify(line)))
  return {
    found: written(disk[name] as Line[]),
    async append(lines) {
      for (const line of written(lines)) {
        onAppend(line)
        disk[name].push(line)
      }
    },
    async replace(lines) {
      disk[name] = written(lines)
    },
    close: async () => {},
  }
}

export interface Replica {
  lifeboat: Lifeboat
  engine: Engine
  /** Looks at the database for so many seconds of real time. */
  watch(seconds: number): Promise<void>
  stop(): Promise<void>
}

/** While adrift: nothing is pinned, and what begins with `later` is not reminded of. */
export const adriftReminders = (core: AnyCore<Remind>): AnyCore<Remind> => ({
  ...core,
  decide: (plan, state, command) =>
    command.type === 'pin' ? { ok: false, why: 'The database is away.' } : core.decide(plan, state, command),
  owed: (plan, state) => core.owed(plan, state).filter(({ id }) => !id.startsWith('later')),
})

/** Never the same twice, as entropy is; what it gives is not compared with anything. */
let count = 0

export async function openReplica(options: {
  database: Database
  disk: Disk
  clock: SteppedClock
  carriedOut: (what: string, attempt: number) => void
  voyages?: Voyage[]
  /** Hears of every line before it is in the record; may throw. */
  onRecord?: (line: RecordLine) => void
  name?: string
  copyWrittenMs?: number
}): Promise<Replica> {
  const { database, disk, clock, carriedOut, voyages = [], onRecord = () => {}, name = 'a' } = options
  const wall = createSteppedClock(wallClock, START_MS, false)
  const random = (bytes: number) => `${name}${(++count).toString(16)}`.padStart(bytes * 2, '0')
  // A reminder's tick owes what it is left out of as well; the core must not see it there.
  const adrift = (core: AnyCore<Remind>): AnyCore<Remind> => {
    const limited = adriftReminders(core)
    return {
      ...limited,
      decide(plan, state, command) {
        const decision = limited.decide(plan, state, command)
        if (command.type !== 'tick' || !decision.ok) return decision
        const events = decision.events.filter(
          (event) => !('obligation' in event && String(event.obligation).startsWith('later')),
        )
        return { ...decision, events }
      },
    }
  }
  const lifeboat = createLifeboat<Remind>({
    postgres: database.backing,
    probe: async () => void (await database.backing.storage.earliestDue()),
    copyFile: openFile<CopyLine>(disk, 'copy', () => {}),
    recordFile: openFile<RecordLine>(disk, 'record', onRecord),
    times: LOOK_TIMES,
    ...(options.copyWrittenMs !== undefined && { copyWrittenMs: options.copyWrittenMs }),
    coresAshore: () => reminderCore as AnyCore<Remind>,
    adrift,
    queueOf: () => 'mail',
    tell: (voyage) => {
      voyages.push(voyage)
      return undefined
    },
    ...{ random, clock, wall, logger: silentLogger },
  })
  await lifeboat.storage.start()
  const engine = createEngine<Remind>({
    ...{ storage: lifeboat.storage, outbox: lifeboat.outbox, clock, random, queueOf: () => 'mail' },
    cores: (stream) => lifeboat.cores(stream) as AnyCore<Remind>,
    async carryOut({ what }, { attempt }) {
      carriedOut(what, attempt)
      return { ok: true }
    },
    facts: async () => ({ held: false, standIns: {} }),
  })
  return {
    lifeboat,
    engine,
    async watch(seconds) {
      for (let second = 0; second < seconds; second++) {
        wall.moveTo(wall.now() + 1_000)
        await lifeboat.look()
      }
    },
    stop: () => lifeboat.stop(),
  }
}
