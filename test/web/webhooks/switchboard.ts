/** The webhooks served over real HTTP, with an incident behind them whose people have been paged. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { createWebhooks } from '../../../src/web/webhooks/webhooks.ts'
import { type Desk, openDesk, SECRET, templates } from '../../adapters/incident.ts'

export const PAGERDUTY_SECRET = 'pagerduty webhook secret'
const MOUNT = '/hooks'

export interface Switchboard {
  desk: Desk
  /** Where the webhooks are, mount included. */
  url: string
  close(): Promise<void>
}

/** Nobody watches over anything here. */
const QUIET = {
  plans: async () => ({}),
  watch: async () => undefined,
  askWatch: async () => ({ ok: false as const, why: 'Nobody watches over this system.' }),
}

export async function openSwitchboard(
  twilioAuthToken?: string,
  change: Parameters<typeof openDesk>[0] = {},
): Promise<Switchboard> {
  const desk = openDesk(change)
  const app = new Hono()
  let keys = 0
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const webhooks = createWebhooks({
    services: { ...desk.services, ...QUIET },
    messages: templates(),
    secret: SECRET,
    now: () => desk.story.nowMs,
    newKey: () => `key${++keys}`,
    publicUrl,
    mountedAt: MOUNT,
    pagerDutySecret: PAGERDUTY_SECRET,
    ...(twilioAuthToken !== undefined && { twilioAuthToken }),
  })
  app.route(MOUNT, webhooks)
  return {
    desk,
    url: `${publicUrl}${MOUNT}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
