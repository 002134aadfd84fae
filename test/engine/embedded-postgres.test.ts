/** The database that Muster brings along, as a start after every kind of end finds it. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/engine/embedded-postgres.ts'
import { findPlace } from '../../src/engine/embedded-postgres-place.ts'
import { startServer } from '../../src/engine/embedded-postgres-server.ts'
import { type Logger, silentLogger } from '../../src/engine/logger.ts'
import { isAlive } from '../../src/engine/process-alive.ts'

/** Above what any system hands out. */
const DEAD_PID = 2 ** 30

describe('the embedded PostgreSQL', () => {
  let dataDir: string
  const cleanups: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'muster-embedded-'))
    await chmod(dataDir, 0o755)
  })
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
    await rm(dataDir, { recursive: true, force: true })
  })

  const startOnly = (logger?: Logger) =>
    startEmbeddedPostgres({
      dataDir,
      fast: true,
      random: (bytes) => randomBytes(bytes).toString('hex'),
      ...(logger && { logger }),
    })
  const start = async (logger?: Logger): Promise<EmbeddedPostgres> => {
    const started = await startOnly(logger)
    cleanups.push(started.stop)
    return started
  }
  const ask = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  /** Starts it in a process of its own, which then waits. */
  const startElsewhere = async (): Promise<ChildProcess> => {
    const child = fork(new URL('./embedded-owner.ts', import.meta.url), [dataDir], { stdio: 'inherit' })
    cleanups.push(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
      // Its server is still there; the next start is what ends it.
      await (await startOnly()).stop()
    })
    await once(child, 'message')
    return child
  }

  test('keeps its data and its password through a stop, listens on loopback only and takes no stranger', async () => {
    const first = await start()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    expect(await ask(first.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const stranger = first.url.replace(/:[0-9a-f]{48}@/, ':guess@')
    await expect(ask(stranger, 'SELECT 1')).rejects.toThrow('password authentication failed')
    expect((await stat(path.join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
    await first.stop()
    await first.stop()
    const second = await start()
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  test('starts over the server that a killed run left behind', async () => {
    const child = await startElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const started = await start()
    expect(await ask(started.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('comes back by itself with what it had committed, at the same address, when something kills it', async () => {
    const said: unknown[] = []
    const logger = { ...silentLogger, error: (fields: unknown, text: unknown) => void said.push(text, fields) }
    const started = await start(logger as Logger)
    await expect(ask(started.url, 'SELECT 1/0 AS last_words')).rejects.toThrow('division by zero')
    // The tests' server is set up to forget what it has just committed.
    await ask(started.url, 'SET synchronous_commit = on; CREATE TABLE kept AS SELECT 42 AS answer')
    const first = await readFile(path.join(dataDir, 'postgres.log'), 'utf8')
    for (let times = 0; times < 2; times++) {
      const lock = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
      process.kill(Number.parseInt(lock, 10), 'SIGKILL')
      const again = async () => expect(await ask(started.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
      await vi.waitFor(again, 20_000)
      if (times === 0) expect(await readFile(path.join(dataDir, 'postgres.log.1'), 'utf8')).toBe(first)
    }
    expect(said.slice(0, 2)).toEqual([
      'the database server has ended by itself; starting it again',
      { code: null, signal: 'SIGKILL', said: expect.stringContaining('SELECT 1/0 AS last_words') },
    ])
    await started.stop()
    await expect(ask(started.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  })

  test('ends at once, with the server that it was just starting again and that does not answer yet', async () => {
    await (await start()).stop()
    const place = await findPlace(dataDir, silentLogger)
    const password = (await readFile(path.join(dataDir, 'postgres.password'), 'utf8')).trim()
    const deaf = path.join(dataDir, 'deaf-server')
    await writeFile(deaf, '#!/bin/sh\necho "deaf as $$"\nexec sleep 600\n', { mode: 0o755 })
    const reviving = async () => {
      const options = { place: { ...place }, password, fast: true, logger: silentLogger }
      const server = await startServer(options)
      const lock = await readFile(path.join(place.cluster, 'postmaster.pid'), 'utf8')
      options.place.postgres = deaf
      process.kill(Number.parseInt(lock, 10), 'SIGKILL')
      const pid = () => readFile(place.log, 'utf8').then((log) => Number(/deaf as (\d+)/.exec(log)?.[1]))
      await vi.waitFor(async () => expect(await pid()).toBeGreaterThan(0), 10_000)
      return { server, pid: await pid() }
    }
    const interrupted = await reviving()
    interrupted.server.interrupt()
    await vi.waitFor(() => expect(isAlive(interrupted.pid)).toBe(false), 5_000)
    const stopped = await reviving()
    await stopped.server.stop()
    expect(isAlive(stopped.pid)).toBe(false)
  }, 30_000)

  test('starts over the lock of a machine that lost its power, whoever has that process id now', async () => {
    const first = await start()
    await first.stop()
    const lock = [process.pid, path.join(dataDir, 'postgres'), 0, 1, '', '', '', 'ready', ''].join('\n')
    await writeFile(path.join(dataDir, 'postgres', 'postmaster.pid'), lock)
    const second = await start()
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('leaves a directory alone that a living Muster uses, and names it', async () => {
    const child = await startElsewhere()
    await expect(start()).rejects.toThrow(`another Muster (process ${child.pid}) uses ${dataDir}`)
  })

  test('takes no lock from a living Muster whose server is away for a moment', async () => {
    await (await start()).stop()
    const lock = path.join(dataDir, 'postgres', 'postmaster.pid')
    await writeFile(lock, [DEAD_PID, path.join(dataDir, 'postgres'), 0, 1, ''].join('\n'))
    await writeFile(path.join(dataDir, 'postgres.owner'), String(process.ppid))
    await expect(start()).rejects.toThrow(`another Muster (process ${process.ppid}) uses ${dataDir}`)
    expect(await readFile(lock, 'utf8')).toMatch(String(DEAD_PID))
  })

  test.runIf(existsSync('/proc'))('ends a server that still recovers and lets nobody in', async () => {
    await (await start()).stop()
    const cluster = path.join(dataDir, 'postgres')
    const lock = path.join(cluster, 'postmaster.pid')
    const recovering = fork(new URL('./recovering-server.ts', import.meta.url), [lock, cluster])
    const ended = once(recovering, 'exit')
    await once(recovering, 'message')
    await writeFile(lock, [recovering.pid, cluster, 0, 1, ''].join('\n'))
    // A program that has got the id of the Muster which was killed is no owner.
    await writeFile(path.join(dataDir, 'postgres.owner'), `${process.ppid} 1`)
    await start()
    expect(await ended).toEqual([0, null])
  })

  test('says what stands in its log when it cannot start', async () => {
    const first = await start()
    await first.stop()
    await writeFile(path.join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = on\n')
    await expect(start()).rejects.toThrow('no_such_setting')
  })

  test('does not open a database whose password is gone, and says which file to put back', async () => {
    await (await start()).stop()
    const password = await readFile(path.join(dataDir, 'postgres.password'))
    await rm(path.join(dataDir, 'postgres.password'))
    await expect(start()).rejects.toThrow('postgres.password is gone; put the file back')
    await writeFile(path.join(dataDir, 'postgres.password'), password)
    await start()
  })
})
