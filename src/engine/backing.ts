/**
 * What an engine stands on, made to fit together: storage, outbox, page gate and ledger of deliveries, either on one PostgreSQL database or in memory.
 * Whoever opens a backing stops it, after the engines on it.
 */
import { type CopyProgress, createCopyProgress } from './copy-progress.ts'
import type { DeliveryLedger } from './deliveries.ts'
import { createMemoryDeliveryLedger, createPostgresDeliveryLedger } from './delivery-ledger.ts'
import { type Logger, silentLogger } from './logger.ts'
import { createMemoryOutbox } from './memory-outbox.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { Outbox, Queues } from './outbox.ts'
import { createMemoryPageGate, createPostgresPageGate, type PageGate } from './page-gate-store.ts'
import { createPgBossOutbox } from './pg-boss-outbox.ts'
import { createPostgresSignals } from './postgres-signals.ts'
import { createPool, createPostgresStorage } from './postgres-storage.ts'
import { countReplicas, type ReplicaCount, replicaName } from './replicas.ts'
import type { Storage } from './storage.ts'
import { createMemorySubscribers, createPostgresSubscribers, type SubscriberStore } from './subscriber-store.ts'

/** Connections for transactions and reads; with the outbox's and the listener's, one replica uses 15. */
const CONNECTIONS_MAX = 10

export interface Backing {
  storage: Storage
  outbox: Outbox
  pageGate: PageGate
  deliveries: DeliveryLedger
  subscribers: SubscriberStore
  /** Which replicas run on the same database, this one among them. */
  replicas(): Promise<ReplicaCount[]>
  /** Closes every connection; nothing works afterwards. Again: fine. */
  stop(): Promise<void>
}

export interface PostgresBacking extends Backing {
  /** How far the journal has been copied off-site. */
  copyProgress: CopyProgress
}

/** Opens nothing yet: the engine's `start`, or `storage.start` and `outbox.start`, does. */
export function createPostgresBacking(options: {
  connectionString: string
  queues: Queues
  /** Of which hashes of addresses are made; the same for all replicas. */
  secret?: string
  /** Of this program; others are told it. */
  version?: string
  logger?: Logger
}): PostgresBacking {
  const { connectionString, queues, version = 'unknown', logger = silentLogger } = options
  const pool = createPool(connectionString, CONNECTIONS_MAX, logger)
  const signals = createPostgresSignals(connectionString, replicaName(version), logger)
  const outbox = createPgBossOutbox({ connectionString, queues, signals, logger })
  const storage = createPostgresStorage({ connectionString, pool, signals, enqueue: outbox.enqueue })
  const stop = async () => {
    await outbox.stop()
    await storage.stop()
  }
  return {
    ...{ storage, outbox, stop },
    pageGate: createPostgresPageGate(pool),
    deliveries: createPostgresDeliveryLedger(pool, options.secret ?? ''),
    subscribers: createPostgresSubscribers(pool),
    copyProgress: createCopyProgress(pool),
    replicas: () => countReplicas(pool),
  }
}

export function createMemoryBacking(queues: Queues): Backing {
  const outbox = createMemoryOutbox(queues)
  return {
    storage: createMemoryStorage(outbox.enqueue),
    outbox,
    pageGate: createMemoryPageGate(),
    deliveries: createMemoryDeliveryLedger(),
    subscribers: createMemorySubscribers(),
    replicas: async () => [],
    stop: async () => {},
  }
}
