/** What is done at each turn of a voyage: opening the database or going on without it, copying, casting off, landing. When that is, the lookout says. */
import type { AnyCore, Cores } from '../any-core.ts'
import type { Backing } from '../backing.ts'
import type { Clock } from '../clock.ts'
import { isTransient } from '../database-errors.ts'
import { createLeftAlone } from '../left-alone.ts'
import type { Listeners } from '../listeners.ts'
import type { Logger } from '../logger.ts'
import type { MemoryOutbox } from '../memory-outbox.ts'
import { createMemoryStorage } from '../memory-storage.ts'
import { unobserved } from '../observer.ts'
import type { Storage } from '../storage.ts'
import type { Boat } from './boat-storage.ts'
import type { Copier } from './copier.ts'
import type { CopyLine } from './copy.ts'
import type { Helm } from './helm.ts'
import type { LifeboatLedger } from './ledger.ts'
import type { LineFile } from './line-file.ts'
import { type LookTimes, within } from './lookout.ts'
import { type MergeParts, mergeRecord } from './merge.ts'
import type { RecordLine, VoyageRecord } from './record.ts'
import type { Voyage } from './replay.ts'

export interface LifeboatOptions<Effect>
  extends Pick<MergeParts<Effect>, 'queueOf' | 'random' | 'tell' | 'coresAshore'> {
  postgres: Backing
  times: LookTimes
  /** Asks the database for a sign of life, on a connection of its own. */
  probe: () => Promise<void>
  copyFile: LineFile<CopyLine>
  /** When `copyFile` was last written, epoch ms: so old is the copy until there is a new one. */
  copyWrittenMs?: number
  recordFile: LineFile<RecordLine>
  /** The rules while adrift: they refuse and leave out what must not be done then. */
  adrift: (core: AnyCore<Effect>) => AnyCore<Effect>
  /** Called at each look while adrift. */
  whileAdrift?: () => Promise<void>
  clock: Clock
  /** Goes by itself; the database lives by no other. */
  wall: Clock
  logger: Logger
}

export interface Crew {
  /** Opens the database, and merges what a killed process has left; without it goes on from the copy. */
  open(): Promise<void>
  /** Brings the copy up to the database. */
  copy(): Promise<void>
  castOff(why: string): Promise<void>
  land(): Promise<void>
  /** How old the copy is; undefined: there has been none yet. */
  copyAgeMs(): number | undefined
  /** When the database was last given up, by the plans' clock. */
  castOffMs(): number
}

export interface CrewParts<Effect> {
  options: LifeboatOptions<Effect>
  helm: Helm<Boat>
  record: VoyageRecord
  copier: Copier
  ledger: LifeboatLedger
  boatOutbox: MemoryOutbox
  adriftCores: Cores<Effect>
  /** The record cannot be written. */
  onUnrecorded: (error: unknown) => void
  /** Something may be due sooner; jobs may wait. */
  wake: Listeners
  handedOut: Listeners
}

export function createCrew<Effect>(parts: CrewParts<Effect>): Crew {
  const { options, helm, record, copier, ledger, wake } = parts
  const { postgres, clock, wall, logger } = options
  let copiedMs = options.copyWrittenMs
  let castOffMs = 0
  const copyAgeMs = () => (copiedMs === undefined ? undefined : wall.now() - copiedMs)
  const openDatabase = untilItWorks(async () => {
    await postgres.storage.start()
    await postgres.outbox.start()
  })
  const merge = () => mergeNow(parts)
  const castOff = async (why: string) => {
    castOffMs = clock.now()
    // A full disk keeps nobody from being paged.
    if (!record.voyage()) await record.begin(options.random(8), castOffMs).catch(parts.onUnrecorded)
    // From here to the helm nothing waits: what the database still commits meanwhile is either in the boat or given up.
    const boat = launch(parts)
    helm.cast(boat)
    const detail = { streams: copier.contents().streams.size, copyAgeMs: copyAgeMs() }
    logger.error(detail, `Running from the lifeboat: ${why}`)
    wake.call()
  }
  return {
    copyAgeMs,
    castOffMs: () => castOffMs,
    castOff,
    async open() {
      const hasCopy = copier.contents().current.size > 0
      try {
        // With an empty copy there is nothing to go on from; a migration may take its time then.
        await (hasCopy ? within(wall, options.times.awayAfterMs, openDatabase()) : openDatabase())
        if (record.unmerged().size > 0) sayLanded(logger, await merge())
        await ledger.enter()
      } catch (err) {
        if (!isTransient(err) || !hasCopy) throw err
        await castOff('the database did not answer at the start')
      }
    },
    async copy() {
      await copier.pass()
      copiedMs = wall.now()
      // After a voyage the file has been written anew; only now is the record not needed any more.
      if (!helm.boat() && record.voyage() && record.unmerged().size === 0) await record.clear()
    },
    async land() {
      await openDatabase()
      // Most of it while pages still go out; then what has come meanwhile, while everybody waits.
      const voyages = await merge()
      await helm.land(async () => {
        voyages.push(...(await merge()))
        await tellPlans(postgres.storage, helm.boat())
        await ledger.enter()
      })
      copier.plansChanged()
      sayLanded(logger, voyages)
      wake.call()
      parts.handedOut.call()
    },
  }
}

/** A boat with everything that is known. */
function launch<Effect>({ copier, record, boatOutbox, wake }: CrewParts<Effect>): Boat {
  const { streams, plans, current } = copier.contents()
  const contents = { streams, plans: new Map([...plans, ...record.plans()]), current }
  const storage = createMemoryStorage(boatOutbox.enqueue, contents)
  storage.onWake(wake.call)
  return { storage, plans: new Map() }
}

const mergeNow = <Effect>({ options, adriftCores, record }: CrewParts<Effect>): Promise<Voyage[]> =>
  mergeRecord({
    ...options,
    ...{ cores: adriftCores, storage: options.postgres.storage, record, now: options.clock.now },
    ...{ leftAlone: createLeftAlone(options.logger), observer: unobserved },
  })

/** Plans that came into force from files while the database was away. */
async function tellPlans(postgres: Storage, boat: Boat | undefined): Promise<void> {
  for (const [id, inForce] of boat?.plans ?? []) {
    if (inForce) await postgres.setCurrentPlan(id, inForce.digest, inForce.plan)
    else await postgres.retireCurrentPlan(id)
  }
}

function sayLanded(logger: Logger, voyages: readonly Voyage[]): void {
  logger.warn({ streams: voyages.length }, 'The database is back; what was taken in the lifeboat is merged')
  for (const { stream, taken, refused } of voyages) {
    const detail = { stream, taken, refused: refused.map(({ command }) => command.type) }
    if (refused.length > 0) logger.error(detail, 'something that was taken in the lifeboat does not hold')
  }
}

/** Does it once; when it has failed, again for the next who asks. */
export function untilItWorks(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work().catch((error) => {
      done = undefined
      throw error
    })
    return done
  }
}
