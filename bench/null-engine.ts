/** Muster's engine with its real rules and queues on a real database, and providers that take no time: what is left is what Muster itself costs. */
import type pg from 'pg'
import { createPostgresBacking } from '../src/engine/backing.ts'
import { createEngine, type Engine } from '../src/engine/engine.ts'
import type { Outbox } from '../src/engine/outbox.ts'
import type { Storage } from '../src/engine/storage.ts'
import { wallClock } from '../src/engine/wall-clock.ts'
import type { CarryOutContext } from '../src/engine/worker.ts'
import { type AnyEffect, coreOf } from '../src/program/cores.ts'
import { QUEUES, queueOf } from '../src/program/queues.ts'
import { complain } from './loud-logger.ts'
import { openPool } from './pool.ts'
import type { Story } from './story.ts'
import { countingRandom, nullProviders } from './story.ts'

export interface NullEngine {
  engine: Engine
  storage: Storage
  /** Of the same database, for setting the scene. */
  pool: pg.Pool
  /** Resolves when so many streams have been ticked since this was called: what they owe lies in the queues, committed. */
  ticked(count: number): Promise<void>
  /** Resolves when so many jobs have been carried out and reported since this was called. */
  finished(count: number): Promise<void>
}

export interface NullEngineOptions {
  url: string
  story: Pick<Story, 'digest' | 'plan'>
  open: AsyncDisposableStack
  /** Hears of each effect at the moment at which a provider would. */
  onEffect?(effect: AnyEffect, context: CarryOutContext): void
}

export async function openNullEngine({ url, story, open, onEffect }: NullEngineOptions): Promise<NullEngine> {
  const pool = openPool(url, 2, open)
  const backing = open.adopt(createPostgresBacking({ connectionString: url, queues: QUEUES, logger: complain }), (it) =>
    it.stop(),
  )
  const { storage, ticked } = countTicked(backing.storage)
  const { outbox, finished } = countFinished(backing.outbox)
  const yes = nullProviders({ channel: false })
  const engine = createEngine<AnyEffect>({
    ...{ storage, outbox, cores: coreOf, random: countingRandom(), clock: wallClock, logger: complain },
    queueOf: (effect) => queueOf(effect as Parameters<typeof queueOf>[0]),
    carryOut: (effect, context) => {
      onEffect?.(effect, context)
      return yes(effect, context)
    },
    facts: async () => ({ held: false, standIns: {} }),
  })
  open.defer(() => engine.stop())
  await storage.start()
  await storage.setCurrentPlan(story.plan.id, story.digest, story.plan)
  await outbox.start()
  return { engine, storage, pool, ticked, finished }
}

/** Counts up to a number that somebody waits for. */
function createCounter() {
  let left = 0
  let done = () => {}
  return {
    add(count: number) {
      left -= count
      if (left <= 0) done()
    },
    reaches: (count: number) =>
      new Promise<void>((resolve) => {
        left = count
        done = resolve
      }),
  }
}

function countTicked(storage: Storage): { storage: Storage; ticked: NullEngine['ticked'] } {
  const { add, reaches } = createCounter()
  const withDue: Storage['withDue'] = async (nowMs, limit, work) => {
    let held = 0
    const answer = await storage.withDue(nowMs, limit, (streams) => {
      held = streams.length
      return work(streams)
    })
    add(held)
    return answer
  }
  return { storage: { ...storage, withDue }, ticked: reaches }
}

function countFinished(outbox: Outbox): { outbox: Outbox; finished: NullEngine['finished'] } {
  const { add, reaches } = createCounter()
  const finish: Outbox['finish'] = async (queue, ids) => {
    await outbox.finish(queue, ids)
    add(ids.length)
  }
  return { outbox: { ...outbox, finish }, finished: reaches }
}
