/** The metrics and the console are nobody's without a token, and the metrics' own token opens nothing else. */
import { expect, test } from 'vitest'
import { openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'
import { openSite } from './site.ts'

const CONSOLE = 'console-token-0123'
const METRICS = 'metrics-token-0123'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('without any token configured both are closed, and say what to set', async () => {
  const site = openSite(await openDesk(shop), { kind: 'off' })
  for (const path of ['/metrics', '/console', '/console/api/incidents', '/console/readiness']) {
    const answer = await site.get(path, bearer('guessed-token-0123'))
    expect(answer.status, path).toBe(404)
    expect(await answer.text(), path).toMatch(/closed|off: set MUSTER_/)
  }
})

test('each token opens what it is for', async () => {
  const site = openSite(await openDesk(shop), { kind: 'token', token: CONSOLE }, { metricsToken: METRICS })
  const status = async (path: string, headers?: Record<string, string>) => (await site.get(path, headers)).status
  expect(await status('/metrics')).toBe(401)
  expect(await status('/metrics', bearer(`${METRICS}4`))).toBe(401)
  expect(await status('/metrics', bearer(METRICS))).toBe(200)
  expect(await status('/metrics', bearer(CONSOLE))).toBe(200)
  expect(await status('/console/api/incidents', bearer(METRICS))).toBe(401)
  expect(await status('/console/api/incidents', bearer(CONSOLE))).toBe(200)
  expect(await status('/status')).toBe(200)
})
