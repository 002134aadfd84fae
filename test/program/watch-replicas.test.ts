/** Replicas know of each other by their connections to the real database. */
import { afterEach, expect, test } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createReplicaWatch } from '../../src/program/watch-replicas.ts'
import { testDatabase } from '../postgres.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

test('says once that versions differ, and once that they do not any more', async () => {
  const { url, drop } = await testDatabase()
  cleanups.push(drop)
  const start = async (version: string) => {
    const backing = createPostgresBacking({ connectionString: url, queues: {}, version })
    cleanups.push(backing.stop)
    await backing.storage.start()
    return backing
  }
  const said: string[] = []
  const say = (_detail: object, message: string) => said.push(message)
  const old = [await start('0.1.0'), await start('0.1.0')]
  const logger = { info: say, warn: say, error: say }
  const watch = createReplicaWatch({ replicas: old[0]!.replicas, clock: wallClock, logger })
  await watch.look()
  expect(said).toEqual([])

  const fresh = await start('0.2.0')
  expect(await fresh.replicas()).toEqual([
    { version: '0.1.0', replicas: 2 },
    { version: '0.2.0', replicas: 1 },
  ])
  await watch.look()
  await watch.look()
  expect(said).toEqual([
    'Replicas of different versions run on this database: 2 of 0.1.0, 1 of 0.2.0. End the upgrade soon.',
  ])

  await fresh.stop()
  await expect.poll(old[0]!.replicas).toHaveLength(1)
  await watch.look()
  expect(said.slice(1)).toEqual(['All replicas are of one version again: 2 of 0.1.0.'])
})

test('a database that does not answer is no news of it', async () => {
  const said: string[] = []
  const say = (_detail: object, message: string) => said.push(message)
  const logger = { info: say, warn: say, error: say }
  const watch = createReplicaWatch({ replicas: () => Promise.reject(new Error('away')), clock: wallClock, logger })
  await watch.look()
  expect(said).toEqual([])
})
