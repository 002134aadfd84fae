/**
 * What whoever runs Muster sees and does: health, readiness, what is counted, which replicas there are, and how it stops without anybody
 * noticing. While it drains, `/readyz` says 503 and everything else goes on, until those who send requests have heard it.
 */
import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/logger.ts'
import type { Observer } from '../engine/observer.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { CarryOut } from '../engine/worker.ts'
import type { AnyEffect } from './cores.ts'
import { createDatabaseAnswers, type Ready } from './database-answers.ts'
import { type Health, healthOf } from './health.ts'
import type { HttpServer } from './http-server.ts'
import type { Ground } from './lifeboat.ts'
import { packageVersion } from './package-root.ts'
import type { Settings } from './settings.ts'
import { createReplicaWatch } from './watch-replicas.ts'

/** Load balancers ask every few seconds whether a replica is ready. */
const HEARD_MS = 3_000

/** Whoever counts. */
interface Counts {
  observer: Observer
  countEffect(kind: string, outcome: 'ok' | 'failed' | 'held', tookMs: number): void
  countAnswer(ok: boolean, tookMs: number): void
}

export interface OperatingParts {
  settings: Pick<Settings, 'secret'>
  ground: Pick<Ground, 'backing' | 'adriftSinceMs' | 'holdBack'>
  http: Pick<HttpServer, 'drain'>
  deliver: CarryOut<AnyEffect>
  engine: () => Engine
  counts: () => Counts
  logger: Logger
}

export function createOperating({ settings, ground, http, deliver, engine, counts, logger }: OperatingParts) {
  const { backing } = ground
  const version = packageVersion()
  const replicas = createReplicaWatch({ replicas: backing.replicas, clock: wallClock, logger })
  const answers = createDatabaseAnswers(async () => {
    const beganMs = performance.now()
    let ok = false
    try {
      await backing.storage.earliestDue()
      ok = true
    } finally {
      counts().countAnswer(ok, performance.now() - beganMs)
    }
  }, ground.adriftSinceMs)
  let draining = false
  const ready = async (): Promise<Ready> =>
    draining ? { ok: false, why: 'This replica is stopping: ask another one.' } : answers()

  /** As the engine wants it. */
  const carryOut: CarryOut<AnyEffect> = async (effect, context) => {
    const beganMs = performance.now()
    const count = (outcome: 'ok' | 'failed' | 'held') =>
      counts().countEffect(effect.kind, outcome, performance.now() - beganMs)
    try {
      const outcome = ground.holdBack(effect) ?? (await deliver(effect, context))
      count(outcome.ok ? 'ok' : outcome.detail?.held === true ? 'held' : 'failed')
      return outcome
    } catch (error) {
      count('failed')
      throw error
    }
  }
  const observer: Observer = {
    due: (lateMs) => counts().observer.due(lateMs),
    looked: (ok) => counts().observer.looked(ok),
  }

  return {
    engine: { carryOut, observer },
    web: { ready, health: (nonce: string | undefined): Health => healthOf(settings.secret, version, nonce) },
    metrics: { version, answers, replicas: backing.replicas, backlog: backing.outbox.backlog },
    start: replicas.start,
    /** Takes no work any more, ends what is in hand, and goes on answering until others have heard that it stops. */
    async drain(): Promise<void> {
      draining = true
      http.drain()
      const heard = wallClock.sleepUntil(wallClock.now() + HEARD_MS, new AbortController().signal)
      await Promise.all([heard, engine().stop()])
    },
    stop: replicas.stop,
  }
}
