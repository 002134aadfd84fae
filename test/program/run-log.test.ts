import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../sim/s3/s3.ts'
import type { ObjectStore } from '../../src/actions/object-store.ts'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { createRunLogs } from '../../src/program/run-log.ts'
import { surroundings } from '../sim/surroundings.ts'

const INCIDENT = 'DR-20261205-1000'
const RUN = 'restore/do/1'
const MB = 1024 * 1024

const around = surroundings()
let sim: S3Sim
let store: ObjectStore
let dataDir: string
let warnings: string[]
const logger = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) }
beforeEach(async () => {
  around.faults.clear()
  warnings = []
  dataDir = mkdtempSync(path.join(tmpdir(), 'muster-run-log-'))
  sim = await startS3Sim({ ...around, bucket: 'muster' })
  const { botEndpoint: endpoint, accessKeyId, secretAccessKey, bucket } = sim
  store = createObjectStore({ endpoint, region: 'us-east-1', bucket, accessKeyId, secretAccessKey })
})
afterEach(async () => {
  store.close()
  await sim.close()
  rmSync(dataDir, { recursive: true })
})

async function written(logs: ReturnType<typeof createRunLogs>, content: string | Buffer): Promise<string> {
  const file = await logs.fileFor(INCIDENT, RUN)
  writeFileSync(file, content)
  return file
}

it('puts a finished log into the bucket and reads it there', async () => {
  const logs = createRunLogs(dataDir, store, logger)
  const file = await written(logs, 'all of it: ä\n')
  expect(logs.keep(INCIDENT, RUN)).toBeUndefined()
  expect(await logs.read(INCIDENT, RUN)).toBe('all of it: ä\n')
  await logs.settled()
  expect(existsSync(file)).toBe(false)
  expect(await logs.read(INCIDENT, RUN)).toBe('all of it: ä\n')
  expect(warnings).toEqual([])
})

it('leaves it where it is when the bucket does not take it, and without a bucket', async () => {
  around.faults.set({ service: 's3', fault: 'down' })
  for (const logs of [createRunLogs(dataDir, store, logger), createRunLogs(dataDir, undefined, logger)]) {
    const file = await written(logs, 'kept')
    logs.keep(INCIDENT, RUN)
    await logs.settled()
    expect(readFileSync(file, 'utf8')).toBe('kept')
    expect(await logs.read(INCIDENT, RUN)).toBe('kept')
  }
  expect(warnings).toEqual(['the output of a run could not be stored; it stays in the data directory'])
})

it('has nothing of a run that there is not, and says when the bucket cannot be asked', async () => {
  const logs = createRunLogs(dataDir, store, logger)
  expect(await logs.read(INCIDENT, 'other')).toBeUndefined()
  expect(warnings).toEqual([])
  around.faults.set({ service: 's3', fault: 'down' })
  expect(await logs.read(INCIDENT, 'other')).toBeUndefined()
  expect(warnings).toEqual(['the output of a run could not be read'])
})

describe('of a log that is longer than can be shown', () => {
  // The 16 MB end in the middle of a character.
  const long = Buffer.concat([Buffer.alloc(16 * MB - 1, 'x'), Buffer.from('ä\n'), Buffer.alloc(3 * MB, 'y')])
  const expected = (text: string | undefined) => {
    expect(text?.slice(-60)).toMatch(/^x+\n… 3 MB more of this log are left out here\n$/)
    expect(text?.indexOf('\n')).toBe(16 * MB - 1)
  }

  it('gives the beginning, from a file', async () => {
    const logs = createRunLogs(dataDir, undefined, logger)
    await written(logs, long)
    expected(await logs.read(INCIDENT, RUN))
  })

  it('gives the beginning, from the bucket', async () => {
    const logs = createRunLogs(dataDir, store, logger)
    await written(logs, long)
    logs.keep(INCIDENT, RUN)
    await logs.settled()
    expected(await logs.read(INCIDENT, RUN))
    expect(warnings).toEqual([])
  })

  it('and all of one that just fits', async () => {
    const logs = createRunLogs(dataDir, undefined, logger)
    await written(logs, Buffer.alloc(16 * MB, 'x'))
    expect(await logs.read(INCIDENT, RUN)).toHaveLength(16 * MB)
  })
})

it('waits for what is being stored, but not for ever', async () => {
  const storing = Promise.withResolvers<void>()
  let untilMs = 0
  let isOver = false
  const slow = { ...store, put: () => storing.promise }
  const wall = {
    now: () => 1_000,
    sleepUntil: async (atMs: number) => {
      untilMs = atMs
      if (!isOver) await new Promise(() => {})
    },
  }
  const logs = createRunLogs(dataDir, slow, logger, wall)
  const file = await written(logs, 'slow')
  logs.keep(INCIDENT, RUN)
  isOver = true
  await logs.settled()
  expect(untilMs).toBe(11_000)
  expect(warnings).toEqual(['the output of some runs is not stored yet; it stays in the data directory'])
  expect(existsSync(file)).toBe(true)

  isOver = false
  const settled = logs.settled()
  storing.resolve()
  await settled
  expect(existsSync(file)).toBe(false)
})
