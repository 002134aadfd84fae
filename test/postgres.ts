/**
 * One PostgreSQL for a whole test run, started when the first test asks for it; every test file gets databases of its own, copied from a
 * template that has the engine's schema already (some 20 ms each).
 *
 * Vitest loads this file twice: as global setup in its main process, where the server lives, and in the workers, which ask for databases
 * over HTTP on loopback.
 */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { createPostgresBacking } from '../src/engine/backing.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/engine/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databasesUrl: string
  }
}

/** Has the engine's schema and pg-boss's, and no rows. */
const TEMPLATE = 'muster'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** A database of its own for a test, with the engine's schema. */
export const testDatabase = (): Promise<TestDatabase> => requestDatabase('/migrated')

/** A database of its own for a test, with nothing in it. */
export const emptyDatabase = (): Promise<TestDatabase> => requestDatabase('/empty')

async function requestDatabase(kind: string): Promise<TestDatabase> {
  const databases = inject('databasesUrl')
  const { name, url } = await callDatabases(databases + kind, 'POST')
  return { url, drop: async () => void (await callDatabases(`${databases}/${name}`, 'DELETE')) }
}

async function callDatabases(url: string, method: string): Promise<{ name: string; url: string }> {
  const response = await fetch(url, { method })
  const text = await response.text()
  if (!response.ok) throw new Error(`the test run's database server says: ${text}`)
  return JSON.parse(text)
}

/** Vitest's global setup; answers with what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: Promise<EmbeddedPostgres> | undefined
  let dataDir: string | undefined
  let made = 0

  const start = async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'muster-test-'))
    // Under root the server runs as another user, who must get in.
    await chmod(dataDir, 0o755)
    const started = await startEmbeddedPostgres({
      dataDir,
      random: (bytes) => randomBytes(bytes).toString('hex'),
      fast: true,
    })
    const backing = createPostgresBacking({ connectionString: started.url, queues: {} })
    await backing.storage.start()
    await backing.outbox.start()
    await backing.stop()
    return started
  }

  const serve = async (method: string, target: string) => {
    postgres ??= start()
    const server = await postgres
    if (method === 'DELETE') {
      await server.dropDatabase(target)
      return { name: target, url: '' }
    }
    const name = `test_${++made}`
    return { name, url: await server.createDatabase(name, target === 'migrated' ? TEMPLATE : undefined) }
  }

  // One at a time: two copies of one template exclude each other.
  let last: Promise<unknown> = Promise.resolve()
  const http = createServer((request, response) => {
    const answer = last.then(() => serve(request.method ?? '', (request.url ?? '').slice(1)))
    last = answer.catch(() => {})
    answer.then(
      (database) => response.end(JSON.stringify(database)),
      (error) => response.writeHead(500).end(String(error?.stack ?? error)),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  project.provide('databasesUrl', `http://127.0.0.1:${(http.address() as AddressInfo).port}`)

  return async () => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await (await postgres?.catch(() => undefined))?.stop()
    if (dataDir) await rm(dataDir, { recursive: true, force: true })
  }
}
