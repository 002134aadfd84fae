/** PostgreSQL restarted and killed under load, and the primary lost for its standby. What was answered with success has to be there afterwards. */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createServerIn, createStandbyIn, type Server } from './cluster.ts'
import { untilQuiet } from './kills.ts'
import { judge, percentile, type Verdict } from './verdict.ts'
import { openWay } from './way.ts'
import { openWorld, type World } from './world.ts'

export interface FailoverFigures extends Verdict {
  answered: number
  unanswered: number
  /** From when the server was ended to the first success that was answered after it, milliseconds. */
  restartMs: number
  killMs: number
  promotionMs: number
  /** From the loss of the primary to when the standby takes writes. */
  writableMs: number
}

const INCIDENTS = 250
const DECLARE_EVERY_MS = 300
/** Requests without an answer yet: while the database is away, incidents wait to be declared. */
const WAITING_MAX = 6
const LOAD_MS = 3_000

export async function runFailover(
  folder: string,
  pick: (below: number) => number,
  progress: (line: string) => void,
): Promise<FailoverFigures> {
  const primary = await createServerIn(path.join(folder, 'primary'))
  await primary.start()
  await primary.end('SIGINT')
  const standby = await createStandbyIn(path.join(folder, 'standby'), path.join(folder, 'primary'), primary)
  await primary.start()
  await standby.start()
  const way = await openWay(primary.port)
  const world = await openWorld(way.url, INCIDENTS, pick)
  try {
    await Promise.all([world.fleet.start(), world.fleet.start()])
    progress('two replicas and a standby run')
    // What is answered with success is on both.
    await primary.query(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`)
    await primary.query('SELECT pg_reload_conf()')
    const load = startLoad(world)
    await delay(LOAD_MS)
    const restartMs = await disturbed(load, async () => {
      await primary.end('SIGINT')
      await primary.start()
    })
    progress(`restarted: ${restartMs} ms`)
    const killMs = await disturbed(load, async () => {
      await primary.end('SIGKILL')
      await primary.start()
    })
    progress(`killed: ${killMs} ms`)
    let writableMs = 0
    const promotionMs = await disturbed(load, async () => {
      const lostMs = Date.now()
      await primary.end('SIGKILL')
      await promote(standby)
      writableMs = Date.now() - lostMs
      way.leadTo(standby.port)
    })
    progress(`promoted: ${promotionMs} ms, ${world.unanswered.map(({ why }) => why).join('; ')}`)
    await load.stop()
    await untilQuiet(way.url, world)
    const verdict = await judge(way.url, world)
    return {
      ...verdict,
      restartMs,
      killMs,
      promotionMs,
      writableMs,
      answered: world.answered.length,
      unanswered: world.unanswered.length,
    }
  } finally {
    await world.close()
    await way.close()
    await primary.end('SIGINT')
    await standby.end('SIGINT')
  }
}

function startLoad(world: World) {
  let stopped = false
  const waiting = new Set<Promise<void>>()
  const run = async () => {
    for (let n = 0; n < INCIDENTS && !stopped; n++) {
      const asked = world.declare(n).finally(() => waiting.delete(asked))
      waiting.add(asked)
      if (waiting.size >= WAITING_MAX) await Promise.race(waiting)
      await delay(DECLARE_EVERY_MS)
    }
    await Promise.all(waiting)
  }
  const running = run()
  return {
    /** Answered with success so far. */
    count: () => world.answered.length,
    async stop() {
      stopped = true
      await running
    },
  }
}

const RECOVERY_MAX_MS = 60_000

/** Until incidents that are declared after it are taken again. */
async function disturbed(load: ReturnType<typeof startLoad>, what: () => Promise<void>): Promise<number> {
  const fromMs = Date.now()
  await what()
  const before = load.count()
  while (load.count() === before && Date.now() - fromMs < RECOVERY_MAX_MS) await delay(5)
  const tookMs = Date.now() - fromMs
  await delay(LOAD_MS)
  return tookMs
}

async function promote(standby: Server): Promise<void> {
  await standby.query('SELECT pg_promote(false)')
  while ((await standby.query('SELECT pg_is_in_recovery() AS waits'))[0]?.waits === true) await delay(2)
}

export function failoverReport(figures: FailoverFigures): string[] {
  const {
    incidents,
    answered,
    unanswered,
    pages,
    broken,
    doubledByKey,
    lateMs,
    restartMs,
    killMs,
    promotionMs,
    writableMs,
  } = figures
  return [
    `PostgreSQL restarted: declarations are taken again after ${restartMs} ms; killed (-9) and started: ${killMs} ms`,
    `primary lost, standby promoted: it takes writes after ${writableMs} ms, declarations are taken again after ${promotionMs} ms`,
    `${incidents} incidents, ${answered} answered with success, ${unanswered} without an answer; ${pages} pages, ${doubledByKey} doubled by key`,
    `late, from due to the provider: p50 ${percentile(lateMs, 0.5)} ms, p99 ${percentile(lateMs, 0.99)} ms, most ${percentile(lateMs, 1)} ms`,
    ...broken.map((sentence) => `BROKEN: ${sentence}`),
  ]
}
