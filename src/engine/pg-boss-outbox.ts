/**
 * The outbox on pg-boss: jobs are inserted through the transaction that decided them, and claimed by whichever replica has room.
 *
 * Jobs are claimed with pg-boss's `fetch` by our own dispatcher instead of its `work`: a pg-boss worker that found less than a full batch
 * sleeps until the next notification, up to half a second at best, and one slow job holds up its whole batch. pg-boss keeps
 * the jobs, hands each to one claimant, and clears away what was left behind. It lives on wall time and never sees the plan's clock.
 */
import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Logger } from './logger.ts'
import type { Backlog, Outbox, Queues } from './outbox.ts'
import { CHANNELS, type PostgresSignals } from './postgres-signals.ts'
import type { Job } from './storage.ts'

/** Schema that pg-boss makes for itself. */
const SCHEMA = 'muster_jobs'

/** Connections of pg-boss's own pool: claims and completions are short. */
const CONNECTIONS_MAX = 4

/** A finished job is kept so long, for whoever looks into the database. */
const KEEP_FINISHED_SECONDS = 24 * 3600

/** Added to the longest time that a job may take before pg-boss gives up its worker. */
const EXPIRY_MARGIN_SECONDS = 5

/** pg-boss knows no longer expiry than a day. */
const EXPIRY_SECONDS_MAX = 24 * 3600

/** How long pg-boss may take to stop, milliseconds; it holds no handlers of ours, so this is for its own maintenance. */
const STOP_TIMEOUT_MS = 2_000

const BACKLOG = `
  SELECT name AS queue, count(*)::integer AS jobs,
    extract(epoch FROM clock_timestamp() - min(GREATEST(created_on, start_after)))::float8 AS "oldestSeconds"
  FROM ${SCHEMA}.job WHERE state = 'created' AND start_after <= clock_timestamp() GROUP BY name`

/** pg-boss itself tells of one queue at a time; its table is described in its documentation, for those who insert with SQL. */
const WAITING = `
  SELECT queue.name FROM unnest($1::text[]) AS queue (name)
  WHERE EXISTS (SELECT FROM ${SCHEMA}.job WHERE job.name = queue.name AND job.state < 'active')`

export interface PgBossOutbox extends Outbox {
  /** Hands out jobs within the transaction that `client` is in. */
  enqueue(client: pg.ClientBase, jobs: Job[]): Promise<void>
}

type Payload = Pick<Job, 'stream' | 'seq' | 'obligation' | 'attempt' | 'lastsMaxMs' | 'trace'>

export function createPgBossOutbox(options: {
  connectionString: string
  queues: Queues
  signals: PostgresSignals
  logger: Logger
}): PgBossOutbox {
  const { connectionString, queues, signals, logger } = options
  const names = Object.keys(queues)
  let boss: PgBoss | undefined

  const started = (): PgBoss => {
    if (!boss) throw new Error('the outbox is not started')
    return boss
  }

  return {
    queues,
    async start() {
      if (boss) return
      const fresh = new PgBoss({
        connectionString,
        schema: SCHEMA,
        max: CONNECTIONS_MAX,
        schedule: false,
        registerInstance: false,
      })
      fresh.on('error', (error) => logger.error({ err: error }, 'pg-boss reports an error'))
      fresh.on('warning', (warning) => logger.warn({ warning }, 'pg-boss warns'))
      await fresh.start()
      const queueOptions = { retryLimit: 0, deleteAfterSeconds: KEEP_FINISHED_SECONDS }
      for (const name of names) await fresh.createQueue(name, queueOptions)
      boss = fresh
    },
    async stop() {
      const stopping = boss
      boss = undefined
      await stopping?.stop({ timeout: STOP_TIMEOUT_MS })
    },
    async enqueue(client, jobs) {
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
      // Heard when the transaction is committed, whatever comes after it there.
      const told = client.query('SELECT pg_notify($1, $2)', [CHANNELS.jobs, ''])
      const inserted = [...Map.groupBy(jobs, (job) => job.queue)].map(([queue, ofQueue]) =>
        started().insert(queue, ofQueue.map(toInsert), { db }),
      )
      // All have an answer before the connection is anybody else's.
      await Promise.allSettled([told, ...inserted])
      await Promise.all([told, ...inserted])
    },
    async claim(queue, countMax) {
      const claimed = await started().fetch<Payload>(queue, { batchSize: countMax })
      return claimed.map(({ id, data }) => ({ id, queue, ...data }))
    },
    async finish(queue, ids) {
      await started().complete(queue, ids)
    },
    async handBack(queue, jobs) {
      const ids = jobs.map(({ id }) => id)
      await started().cancel(queue, ids)
      await started().resume(queue, ids)
      await started().getDb().executeSql('SELECT pg_notify($1, $2)', [CHANNELS.jobs, ''])
    },
    async backlog() {
      const { rows } = await started().getDb().executeSql(BACKLOG, [])
      return rows as Backlog[]
    },
    async waiting() {
      const { rows } = await started().getDb().executeSql(WAITING, [names])
      return rows.map(({ name }: { name: string }) => name)
    },
    onHandedOut: (listener) => signals.on('jobs', listener),
  }
}

function toInsert({ id, stream, seq, obligation, attempt, lastsMaxMs, trace }: Job) {
  const data: Payload = { stream, seq, obligation, attempt, lastsMaxMs, ...(trace === undefined ? {} : { trace }) }
  const expireInSeconds = Math.ceil(lastsMaxMs / 1000) + EXPIRY_MARGIN_SECONDS
  return { id, data, retryLimit: 0, expireInSeconds: Math.min(expireInSeconds, EXPIRY_SECONDS_MAX) }
}
