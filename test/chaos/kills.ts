/** SIGKILL of one of three replicas at random moments while incidents are declared, acknowledged and paged for; and how long after a total loss the first overdue page goes out. */
import { setTimeout as delay } from 'node:timers/promises'
import { LEVELS } from './plan.ts'
import { judge, percentile, type Verdict } from './verdict.ts'
import { openWorld, type World } from './world.ts'

export interface KillOptions {
  databaseUrl: string
  kills: number
  replicas: number
  /** Between two kills, milliseconds. */
  everyMs: number
  /** A whole number below the one given, from the seed. */
  pick: (below: number) => number
  /** Nobody is killed any more after so long. */
  forMs: number
  progress: (line: string) => void
}

export interface KillFigures extends Verdict {
  kills: number
  answered: number
  unanswered: number
  /** From the start of a process that finds an overdue page to that page at its provider, milliseconds; `loaded`: from when its program was loaded. */
  restartMs: number
  loadedMs: number
}

/** Attempts of a killed replica are found after 15 s, and PagerDuty may ask to wait 30 s more than once; with this the last of them has been made again. */
const QUIET_MS = 180_000
const LAST_LEVEL_MS = Math.max(...LEVELS.map(({ afterS }) => afterS)) * 1_000
const INCIDENT_EVERY_MS = 900
/** So many for each kill, and some at the start: they last as long as the kills do. */
const INCIDENTS_PER_KILL = 2
const INCIDENTS_AHEAD = 20
/** Each has people and a ladder of its own, and a plan may have 20,000 entries. */
const INCIDENTS_MAX = 250

export async function runKills({
  databaseUrl,
  kills,
  replicas,
  everyMs,
  forMs,
  pick,
  progress,
}: KillOptions): Promise<KillFigures> {
  const incidents = Math.min(INCIDENTS_MAX, kills * INCIDENTS_PER_KILL + INCIDENTS_AHEAD + 1)
  const world = await openWorld(databaseUrl, incidents, pick)
  try {
    await Promise.all(Array.from({ length: replicas }, world.fleet.start))
    progress(`${replicas} replicas run`)
    const stop = new AbortController()
    let killed = 0
    const untilMs = Date.now() + forMs
    const declaring = declareAll(
      world,
      () => INCIDENTS_AHEAD + Math.floor((killed / kills) * (incidents - 1 - INCIDENTS_AHEAD)),
      pick,
      stop.signal,
    )
    const replacing: Promise<unknown>[] = []
    for (; killed < kills && Date.now() < untilMs; killed++) {
      world.fleet.prepare()
      await delay(Math.round(everyMs * (0.5 + pick(1_000) / 1_000)))
      const victim = world.fleet.running[pick(world.fleet.running.length)]
      await victim?.kill()
      replacing.push(world.fleet.start())
      // One of three at a time: the others hold the fort.
      await Promise.all(replacing.splice(0))
      progress(`${killed + 1} killed, ${world.answered.length} incidents`)
    }
    stop.abort()
    await declaring
    await untilQuiet(databaseUrl, world)
    progress('quiet')
    const restart = await restartAfterAll(world, incidents - 1)
    await untilQuiet(databaseUrl, world)
    const verdict = await judge(databaseUrl, world)
    return {
      ...verdict,
      ...restart,
      kills: killed,
      answered: world.answered.length,
      unanswered: world.unanswered.length,
    }
  } finally {
    await world.close()
  }
}

async function declareAll(
  world: World,
  most: () => number,
  pick: KillOptions['pick'],
  stop: AbortSignal,
): Promise<void> {
  const asked: Promise<void>[] = []
  for (let n = 0; !stop.aborted; ) {
    if (n < most()) asked.push(world.declare(n++, pick(4) === 0 ? pick(5_000) : undefined))
    await delay(Math.round(INCIDENT_EVERY_MS * (0.5 + pick(1_000) / 1_000)))
  }
  await Promise.all(asked)
}

/** Everything that was due has been paged, or is found wanting when time is up. */
export async function untilQuiet(databaseUrl: string, world: World): Promise<void> {
  await delay(LAST_LEVEL_MS)
  const giveUpMs = Date.now() + QUIET_MS
  while (Date.now() < giveUpMs) {
    const { broken } = await judge(databaseUrl, world)
    if (broken.length === 0) return
    await delay(500)
  }
}

/** All replicas are gone when a page falls due; then one comes back. */
async function restartAfterAll(world: World, n: number): Promise<Pick<KillFigures, 'restartMs' | 'loadedMs'>> {
  world.fleet.prepare()
  await delay(3_000)
  await world.declare(n)
  await Promise.all([...world.fleet.running].map((one) => one.kill()))
  await delay(LAST_LEVEL_MS)
  const before = world.calls.length
  const firstCall = async () => {
    while (world.calls.length === before) await delay(2)
  }
  const loadedAtMs = Date.now()
  await Promise.all([world.fleet.start(), firstCall()])
  const loadedMs = Date.now() - loadedAtMs
  return { loadedMs, restartMs: loadedMs + world.fleet.loadMs() }
}

export function killReport(figures: KillFigures): string[] {
  const {
    kills,
    incidents,
    pages,
    answered,
    unanswered,
    lateMs,
    attemptsLost,
    doubledByKey,
    mergedByKey,
    doubledSms,
    broken,
  } = figures
  const late = (share: number) => `${percentile(lateMs, share)} ms`
  return [
    `${kills} kills; ${incidents} incidents, ${answered} declarations answered with success, ${unanswered} requests without an answer`,
    `${pages} pages; ${broken.length} promises broken, ${doubledByKey} doubled by key`,
    `${attemptsLost} attempts were in hand of a killed replica; of their pages ${mergedByKey} came with a key that PagerDuty knew, ${doubledSms} text messages came twice`,
    `late, from due to the provider: p50 ${late(0.5)}, p90 ${late(0.9)}, p99 ${late(0.99)}, most ${late(1)}`,
    `all replicas gone: first overdue page ${figures.restartMs} ms after a process is started, ${figures.loadedMs} ms after its program is loaded`,
    ...broken.map((sentence) => `BROKEN: ${sentence}`),
  ]
}
