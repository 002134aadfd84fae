/** A simulated PagerDuty account for one test file, with the official client and the person's hands pointed at it. */
import https from 'node:https'
import { join } from 'node:path'
import { acknowledge, api, resolve, trigger } from '@pagerduty/pdjs'
import { startPagerDutySim } from '../../../sim/pagerduty/pagerduty.ts'
import { startWebhookReceiver, surroundings, temporaryFolder } from '../surroundings.ts'

export const ANA = { id: 'PANA001', name: 'Ana Ferrer', email: 'ana@example.com' }
export const BEN = { id: 'PBEN001', name: 'Ben Osei', email: 'ben@example.com' }
export const WEBHOOK_SECRETS = ['current-secret', 'retiring-secret']

export async function openAccount() {
  const around = surroundings()
  const bot = await startWebhookReceiver()
  const sim = await startPagerDutySim({
    ...around,
    users: [ANA, BEN],
    onCall: [{ schedule: 'PPRIMARY', user: ANA.id }],
    webhookSecrets: WEBHOOK_SECRETS,
    caPath: join(temporaryFolder(), 'ca.pem'),
  })
  sim.setWebhookUrl(`${bot.url}/webhooks/pagerduty`)
  const agent = new https.Agent({ ca: sim.ca })
  // pdjs passes `agent` on to node-fetch but does not declare it; it waits `retryTimeout` after a 429 and asks three times more.
  const client = { server: sim.botServer, agent, retryTimeout: 1, requestTimeout: 0 }
  const event = (dedup_key: string, more: object = {}) => ({
    ...client,
    data: {
      routing_key: sim.routingKey,
      event_action: 'trigger' as const,
      dedup_key,
      payload: { summary: 'Primary database is gone', source: 'muster', severity: 'critical' as const },
      ...more,
    },
  })
  return {
    ...around,
    sim,
    bot,
    trigger: (key: string, more?: object) => trigger(event(key, more)),
    acknowledge: (key: string) => acknowledge(event(key)),
    resolve: (key: string) => resolve(event(key)),
    rest: (method: string, endpoint: string, more: object = {}) =>
      api({ ...client, token: sim.apiKey, method, endpoint, ...more }),
    /** What a person does in PagerDuty: the driver's door, over https as well. */
    person: (path: string, body: unknown) => postOver(agent, `${sim.url}${path}`, body),
    webhookEvents: () => bot.requests.map((request) => JSON.parse(request.body.toString()).event),
    async close() {
      agent.destroy()
      await sim.close()
      await bot.close()
    },
  }
}

export type Account = Awaited<ReturnType<typeof openAccount>>

function postOver(agent: https.Agent, url: string, body: unknown) {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asserts.
  return new Promise<{ status: number; body: any }>((done, failed) => {
    const request = https.request(url, { agent, method: 'POST' }, async (response) => {
      const text = (await response.toArray()).join('')
      done({ status: response.statusCode ?? 0, body: JSON.parse(text) })
    })
    request.on('error', failed)
    request.end(JSON.stringify(body))
  })
}
