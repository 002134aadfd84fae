/**
 * Goes on without the database. All that stands on a backing stands on this one: it is the database's for as long as that answers, and a copy in memory when it has not
 * answered for ten seconds. What is taken then is on this machine's disk before it is answered, and is decided again in the database when that is back.
 *
 * It promises: nothing that was answered with success is lost, also when this process is killed meanwhile; what cannot hold after all is told; what was given up is not
 * committed behind the back of whoever tried again. It does not promise that two replicas without the database do nothing twice: neither knows of the other.
 */
import type { AnyCore, Cores } from '../any-core.ts'
import type { Backing } from '../backing.ts'
import type { Clock } from '../clock.ts'
import { isTransient } from '../database-errors.ts'
import { createLeftAlone } from '../left-alone.ts'
import { createListeners } from '../listeners.ts'
import type { Logger } from '../logger.ts'
import { createMemoryOutbox } from '../memory-outbox.ts'
import { createMemoryStorage } from '../memory-storage.ts'
import { unobserved } from '../observer.ts'
import { createMemoryPageGate } from '../page-gate-store.ts'
import type { Storage } from '../storage.ts'
import { createBoatOutbox } from './boat-outbox.ts'
import { type Boat, createBoatStorage } from './boat-storage.ts'
import { createCopier } from './copier.ts'
import type { CopyLine } from './copy.ts'
import { createHelm, DatabaseAway, type Helm } from './helm.ts'
import { createLifeboatLedger } from './ledger.ts'
import type { LineFile } from './line-file.ts'
import { AWAY_AFTER_MS, createLookout, within } from './lookout.ts'
import { type MergeParts, mergeRecord } from './merge.ts'
import { createRecord, type RecordLine } from './record.ts'
import type { Voyage } from './replay.ts'

export interface Lifeboat extends Backing {
  /** Since when the database has been away, by the plan's clock; undefined: it is not. */
  adriftSinceMs(): number | undefined
  /** Names what this replica makes while adrift, so that two replicas cannot make the same; undefined: the database sees to it. */
  voyage(): string | undefined
  /** The rules of the moment: those ashore, or those adrift. */
  cores: Cores<unknown>
  /** How old the copy is, milliseconds of real time; undefined: there is none yet. */
  copyAgeMs(): number | undefined
  /** One look at the database, as it is taken every second: copies, casts off, or lands. */
  look(): Promise<void>
}

export interface LifeboatOptions<Effect>
  extends Pick<MergeParts<Effect>, 'queueOf' | 'random' | 'tell' | 'coresAshore'> {
  postgres: Backing
  /** Asks the database for a sign of life, on a connection of its own. */
  probe: () => Promise<void>
  copyFile: LineFile<CopyLine>
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

export function createLifeboat<Effect>(options: LifeboatOptions<Effect>): Lifeboat {
  const { postgres, copyFile, recordFile, coresAshore, clock, wall, logger, random } = options
  const helm = createHelm<Boat>(() => lookout.answered())
  const record = createRecord(recordFile)
  const copier = createCopier({
    storage: untilCastOff(postgres.storage, helm),
    cores: coresAshore,
    file: copyFile,
    onFailure: (err) => logger.error({ err }, 'the local copy of open incidents cannot be written'),
  })
  for (const { stream, rows, texts, dueMs, open } of record.turns()) {
    const { erasures = 0 } = copier.contents().streams.get(stream)?.head ?? {}
    copier.tookAdrift({ kind: 'rows', stream, rows, texts, dueMs, open, erasures })
  }
  const ledger = createLifeboatLedger(postgres.deliveries, helm, record)
  const [wake, handedOut] = [createListeners(), createListeners()]
  const boatOutbox = createMemoryOutbox(postgres.outbox.queues)
  const boatGate = createMemoryPageGate()
  const adriftCores: Cores<Effect> = (stream) => options.adrift(coresAshore(stream))
  let copiedMs: number | undefined
  let castOffMs = 0
  const copyAgeMs = () => (copiedMs === undefined ? undefined : wall.now() - copiedMs)

  let opening: Promise<void> | undefined
  const openDatabase = () => {
    const open = async () => {
      await postgres.storage.start()
      await postgres.outbox.start()
    }
    opening ??= open().catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const castOff = async (why: string) => {
    const { streams, plans, current } = copier.contents()
    const contents = { streams, plans: new Map([...plans, ...record.plans()]), current }
    const storage = createMemoryStorage(boatOutbox.enqueue, contents)
    storage.onWake(wake.call)
    castOffMs = clock.now()
    if (!record.voyage()) await record.begin(random(8), castOffMs)
    helm.cast({ storage, plans: new Map() })
    logger.error({ streams: streams.size, copyAgeMs: copyAgeMs() }, `Running from the lifeboat: ${why}`)
    wake.call()
  }
  const merge = (): Promise<Voyage[]> =>
    mergeRecord({
      ...options,
      ...{ cores: adriftCores, storage: postgres.storage, record, now: clock.now },
      ...{ leftAlone: createLeftAlone(logger), observer: unobserved },
    })
  const land = async () => {
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
    handedOut.call()
  }
  const copy = async () => {
    await copier.pass()
    copiedMs = wall.now()
    // After a voyage the file has been written anew; only now is the record not needed any more.
    if (!helm.boat() && record.voyage() && record.unmerged().size === 0) await record.clear()
  }
  const isAdrift = () => helm.boat() !== undefined
  const { probe, whileAdrift = async () => {} } = options
  const lookout = createLookout({ wall, logger, isAdrift, copy, probe, castOff, land, whileAdrift })

  const start = async () => {
    const hasCopy = copier.contents().current.size > 0
    try {
      // With an empty copy there is nothing to go on from; a migration may take its time then.
      await (hasCopy ? within(wall, AWAY_AFTER_MS, openDatabase()) : openDatabase())
      if (record.unmerged().size > 0) sayLanded(logger, await merge())
      await ledger.enter()
    } catch (err) {
      if (!isTransient(err) || !hasCopy) throw err
      await castOff('the database did not answer at the start')
    }
    await lookout.look()
    lookout.start()
  }
  let started: Promise<void> | undefined
  const startOnce = () => {
    started ??= start().catch((error) => {
      started = undefined
      throw error
    })
    return started
  }
  const served = createBoatStorage({ postgres: postgres.storage, helm, copier, record, onWake: wake.add })
  const unlisten = [
    postgres.storage.onWake(wake.call),
    postgres.outbox.onHandedOut(handedOut.call),
    boatOutbox.onHandedOut(handedOut.call),
  ]
  const nothing = async () => {}

  return {
    storage: { ...served, start: startOnce, stop: nothing },
    outbox: {
      ...createBoatOutbox(postgres.outbox, boatOutbox, helm),
      ...{ start: nothing, stop: nothing, onHandedOut: handedOut.add },
    },
    pageGate: {
      admit: (request) =>
        helm.ask(
          () => postgres.pageGate.admit(request),
          () => boatGate.admit(request),
        ),
      conclude: (page) =>
        helm.ask(
          () => postgres.pageGate.conclude(page),
          () => boatGate.conclude(page),
        ),
    },
    deliveries: ledger,
    subscribers: postgres.subscribers,
    replicas: () => helm.ask(postgres.replicas, async () => []),
    async stop() {
      await lookout.stop()
      for (const stop of unlisten) stop()
      await postgres.stop()
      await copyFile.close()
      await recordFile.close()
    },
    adriftSinceMs: () => (isAdrift() ? castOffMs : undefined),
    voyage: () => (isAdrift() ? record.voyage()?.id : undefined),
    cores: ((stream) => (isAdrift() ? adriftCores(stream) : coresAshore(stream))) as Cores<unknown>,
    copyAgeMs,
    look: lookout.look,
  }
}

/** The database for the copier, whose questions end when it is given up: what it says later is not copied over what the boat has taken. */
function untilCastOff(
  postgres: Storage,
  helm: Helm<Boat>,
): Pick<Storage, 'streams' | 'rows' | 'plan' | 'currentPlans'> {
  const away = async (): Promise<never> => {
    throw new DatabaseAway('the database was given up')
  }
  return {
    streams: (which) => helm.ask(() => postgres.streams(which), away),
    rows: (stream, afterSeq, limit) => helm.ask(() => postgres.rows(stream, afterSeq, limit), away),
    plan: (digest) => helm.ask(() => postgres.plan(digest), away),
    currentPlans: () => helm.ask(() => postgres.currentPlans(), away),
  }
}

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
