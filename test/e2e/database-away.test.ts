/** The database goes away under a running Muster: `/readyz` says so in time, `/healthz` does not mind, and both are well once it is back. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../../sim/sandbox.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { startMuster } from '../../src/main.ts'
import { emptyDatabase } from '../postgres.ts'
import { openWay } from './way.ts'

const TOKEN = 'token-of-the-metrics-0123'

test('readiness follows the database, within seconds and without telling where it is', {
  timeout: 60_000,
}, async () => {
  const database = await emptyDatabase()
  onTestFinished(() => database.drop())
  const way = await openWay(database.url)
  onTestFinished(() => way.close())
  const muster = await startMuster(
    {
      dataDir: '',
      databaseUrl: way.url,
      host: '127.0.0.1',
      port: 0,
      secret: 'secret-of-muster-0123456789',
      metricsToken: TOKEN,
      plans: [path.join(ROOT, 'plans/mcp-debate.yaml')],
      templates: path.join(ROOT, 'templates'),
      actions: { environment: {} },
    },
    { clock: wallClock, logger: silentLogger },
  )
  onTestFinished(async () => {
    way.become('open')
    await muster.stop()
  })
  const ask = async (place: string) => {
    const response = await fetch(`${muster.url}${place}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
      signal: AbortSignal.timeout(5_000),
    })
    return { status: response.status, body: await response.text() }
  }
  expect(await ask('/readyz')).toEqual({ status: 200, body: '{"ok":true}' })

  way.become('silent')
  const silent = await Promise.all([ask('/readyz'), ask('/readyz')])
  for (const { status, body } of silent) {
    expect(status).toBe(503)
    expect(body).toBe('{"ok":false,"why":"The database has not answered for 2 s."}')
  }

  way.become('closed')
  await expect.poll(async () => (await ask('/readyz')).body, { timeout: 20_000 }).toContain('cannot be asked')
  const closed = await ask('/readyz')
  expect(closed.status).toBe(503)
  expect(closed.body).not.toMatch(/127\.0\.0\.1|postgres/)
  expect((await ask('/healthz')).status).toBe(200)
  // Just now somebody wants to see the metrics: those that come from the database are away, the others are there.
  const { body: metrics } = await ask('/metrics')
  expect(metrics).toMatch(/^muster_database_up 0$/m)
  expect(metrics).not.toMatch(/^muster_(open_incidents|held|oldest_overdue_seconds|replicas)[ {]/m)

  way.become('open')
  await expect.poll(async () => (await ask('/readyz')).status, { timeout: 20_000 }).toBe(200)
  await expect
    .poll(async () => (await ask('/metrics')).body, { timeout: 20_000 })
    .toMatch(/^muster_replicas\{version="\d+\.\d+\.\d+"\} 1$/m)
})
