/** The web pages over the desk's program: what a browser or a tool would get. */
import type { Hono } from 'hono'
import { createRunner } from '../../commands/registry.ts'
import { healthOf } from '../../src/program/health.ts'
import type { ConsoleAccess } from '../../src/web/console/access.ts'
import { createMetrics, type MetricsPorts } from '../../src/web/metrics.ts'
import { createWeb, type WebPorts } from '../../src/web/web.ts'
import type { Desk } from '../commands/desk.ts'

export const ORIGIN = 'https://muster.example.com'

export interface Site {
  web: Hono
  metrics: ReturnType<typeof createMetrics>
  logged: string[]
  get(path: string, headers?: Record<string, string>): Promise<Response>
  json(path: string): Promise<unknown>
  command(body: object, headers?: Record<string, string>): Promise<Response>
}

export function openSite(
  desk: Desk,
  access: ConsoleAccess = { kind: 'open' },
  more: Partial<WebPorts> = {},
  measured: Partial<MetricsPorts> = {},
): Site {
  const { services, clock, engine } = desk
  const running = {
    version: '1.0.0',
    replicas: async () => [{ version: '1.0.0', replicas: 2 }],
    backlog: async () => [],
  }
  const figures = { services, nextDueMs: () => engine.nextDue(), nowMs: clock.now, answers: async () => ({ ok: true }) }
  const metrics = createMetrics({ ...figures, ...running, ...measured })
  const logged: string[] = []
  let keys = 0
  const web = createWeb({
    services,
    run: createRunner(services),
    access,
    runLog: async () => undefined,
    nowMs: clock.now,
    newKey: () => `web-${++keys}`,
    standingWords: (plan, status) => `${plan.system.name} stands at ${status}.`,
    publicUrl: () => ORIGIN,
    metrics,
    health: (nonce) => healthOf('secret of the site', '1.0.0', nonce),
    ready: async () => ({ ok: true }),
    logger: { error: (_, message) => logged.push(message) },
    ...more,
  })
  const get = async (path: string, headers = {}) => web.request(`${ORIGIN}${path}`, { headers })
  return {
    web,
    metrics,
    logged,
    get,
    json: async (path) => (await get(path)).json(),
    command: async (body, headers = {}) =>
      web.request(`${ORIGIN}/console/api/command`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  }
}
