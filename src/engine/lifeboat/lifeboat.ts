/**
 * Goes on without the database. All that stands on a backing stands on this one: it is the database's for as long as that answers, and a copy in memory when it has not
 * answered for ten seconds. What is taken then is on this machine's disk before it is answered, and is decided again in the database when that is back.
 *
 * It promises: nothing that was answered with success is lost, also when this process is killed meanwhile; what cannot hold after all is told; what was given up is not
 * committed behind the back of whoever tried again. It does not promise that two replicas without the database do nothing twice: neither knows of the other.
 */
import type { Cores } from '../any-core.ts'
import type { Backing } from '../backing.ts'
import { createListeners } from '../listeners.ts'
import { createMemoryOutbox } from '../memory-outbox.ts'
import { createMemoryPageGate, type PageGate } from '../page-gate-store.ts'
import type { Storage } from '../storage.ts'
import { createBoatOutbox } from './boat-outbox.ts'
import { type Boat, createBoatStorage } from './boat-storage.ts'
import { createCopier } from './copier.ts'
import { createCrew, type LifeboatOptions, untilItWorks } from './crew.ts'
import { createHelm, DatabaseAway, type Helm } from './helm.ts'
import { createLifeboatLedger } from './ledger.ts'
import { createLookout } from './lookout.ts'
import { createRecord } from './record.ts'

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

export function createLifeboat<Effect>(options: LifeboatOptions<Effect>): Lifeboat {
  const { postgres, copyFile, recordFile, coresAshore, wall, logger } = options
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
  const adriftCores: Cores<Effect> = (stream) => options.adrift(coresAshore(stream))
  const onUnrecorded = (err: unknown) =>
    logger.error({ err }, 'What is done without the database cannot be written down: pages go on, commands are refused')
  const crew = createCrew({
    ...{ options, helm, record, copier, ledger, boatOutbox, adriftCores, onUnrecorded, wake, handedOut },
  })
  const isAdrift = () => helm.boat() !== undefined
  const { probe, times, whileAdrift = async () => {} } = options
  const lookout = createLookout({ ...crew, wall, logger, times, isAdrift, probe, whileAdrift })
  const start = untilItWorks(async () => {
    await crew.open()
    await lookout.look()
    lookout.start()
  })
  const served = createBoatStorage({
    postgres: postgres.storage,
    helm,
    copier,
    record,
    onWake: wake.add,
    writes: lookout.writes,
    onUnrecorded,
  })
  const unlisten = [
    postgres.storage.onWake(wake.call),
    postgres.outbox.onHandedOut(handedOut.call),
    boatOutbox.onHandedOut(handedOut.call),
  ]
  const nothing = async () => {}

  return {
    storage: { ...served, start, stop: nothing },
    outbox: {
      ...createBoatOutbox(postgres.outbox, boatOutbox, helm),
      ...{ start: nothing, stop: nothing, onHandedOut: handedOut.add },
    },
    pageGate: createBoatGate(postgres.pageGate, helm),
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
    adriftSinceMs: () => (isAdrift() ? crew.castOffMs() : undefined),
    voyage: () => (isAdrift() ? record.voyage()?.id : undefined),
    cores: ((stream) => (isAdrift() ? adriftCores(stream) : coresAshore(stream))) as Cores<unknown>,
    copyAgeMs: crew.copyAgeMs,
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

/** The cap begins anew in the boat: what each person had in the last hour is known to the database alone. */
function createBoatGate(postgres: PageGate, helm: Helm<Boat>): PageGate {
  const inBoat = createMemoryPageGate()
  return {
    admit: (request) =>
      helm.ask(
        () => postgres.admit(request),
        () => inBoat.admit(request),
      ),
    conclude: (page) =>
      helm.ask(
        () => postgres.conclude(page),
        () => inBoat.conclude(page),
      ),
  }
}
