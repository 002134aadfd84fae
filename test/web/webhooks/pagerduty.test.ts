import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PagerDutySim, startPagerDutySim } from '../../../sim/pagerduty/pagerduty.ts'
import { createPagerDutyClient, type PagerDutyClient } from '../../../src/adapters/pagerduty/pagerduty-client.ts'
import { personAt } from '../../adapters/pagerduty/person-at.ts'
import { surroundings, temporaryFolder } from '../../sim/surroundings.ts'
import { openSwitchboard, PAGERDUTY_SECRET, type Switchboard } from './switchboard.ts'

const KEY = 'DR-20261205-1000/0/one'
const USERS = [
  { id: 'P000001', name: 'Olga', email: 'olga@example.com' },
  { id: 'PSTRANGER', name: 'Stranger', email: 'stranger@example.com' },
]

let board: Switchboard
beforeEach(async () => {
  board = await openSwitchboard()
})
afterEach(() => board.close())

const commands = () => board.desk.asked.map(({ command }) => command)

describe('from PagerDuty', () => {
  let sim: PagerDutySim
  let client: PagerDutyClient
  beforeEach(async () => {
    const caPath = join(temporaryFolder(), 'ca.pem')
    // Two secrets sign while one replaces the other; only the second is ours.
    sim = await startPagerDutySim({
      ...surroundings(),
      users: USERS,
      webhookSecrets: ['the other secret', PAGERDUTY_SECRET],
      caPath,
    })
    sim.setWebhookUrl(`${board.url}/pagerduty`)
    client = createPagerDutyClient({ server: sim.botServer, ca: sim.ca })
  })
  afterEach(async () => {
    client.close()
    await sim.close()
  })
  const trigger = (dedup_key: string) =>
    client.send(
      {
        routing_key: sim.routingKey,
        event_action: 'trigger',
        dedup_key,
        payload: { summary: 'down', source: 'shop', severity: 'critical' },
      },
      AbortSignal.timeout(5_000),
    )

  it('an acknowledgement there is one here, by the person whom the plan knows', async () => {
    await trigger(KEY)
    const { body } = await personAt(sim)('/_acknowledge', { dedup_key: KEY, user: 'P000001' })
    expect(body.status).toBe(204)
    expect(commands()).toEqual([
      expect.objectContaining({
        type: 'acknowledge',
        person: 'olga',
        by: { person: 'olga', id: 'pagerduty:P000001', via: 'pagerduty' },
      }),
    ])
  })

  it('somebody whom the plan does not know acknowledges as themselves', async () => {
    await trigger(KEY)
    await personAt(sim)('/_acknowledge', { dedup_key: KEY, user: 'PSTRANGER' })
    expect(commands()[0]).toMatchObject({ by: { id: 'pagerduty:PSTRANGER', via: 'pagerduty' } })
    expect(commands()[0]).not.toHaveProperty('person')
  })

  it('closing the page there says that somebody has seen it, and ends nothing', async () => {
    await trigger(KEY)
    await personAt(sim)('/_resolve', { dedup_key: KEY, user: 'P000001' })
    expect(commands()).toEqual([expect.objectContaining({ type: 'acknowledge', person: 'olga' })])
    expect(board.desk.story.state.phase).toBe('open')
  })

  it.each([
    ['a hand-over', KEY, '/_reassign', { user: 'P000001', to: 'PSTRANGER' }],
    ['a page that is not ours', 'somebody-else', '/_acknowledge', { user: 'P000001' }],
    ['an incident that we do not know', 'DR-19990101-0000/0/one', '/_acknowledge', { user: 'P000001' }],
    ['being told, which is not being paged', 'DR-20261205-1000/notice/support', '/_acknowledge', { user: 'P000001' }],
  ])('%s is answered 2xx and changes nothing', async (_what, key, path, deed) => {
    await trigger(key)
    const { body } = await personAt(sim)(path, { dedup_key: key, ...deed })
    expect(body.status).toBe(204)
    expect(commands()).toEqual([])
  })
})

describe('signed by hand', () => {
  const event = (id: string) =>
    JSON.stringify({
      event: {
        id,
        event_type: 'incident.acknowledged',
        resource_type: 'incident',
        agent: { id: 'P000001', type: 'user_reference' },
        data: { id: 'PINC', type: 'incident', incident_key: KEY },
      },
    })
  const sign = (body: string, secret = PAGERDUTY_SECRET) =>
    `v1=${createHmac('sha256', secret).update(body).digest('hex')}`
  const send = (body: string, signature?: string) =>
    fetch(`${board.url}/pagerduty`, {
      method: 'POST',
      body,
      headers: signature === undefined ? {} : { 'x-pagerduty-signature': signature },
    })

  it.each([
    ['none', undefined],
    ['that of another secret', sign(event('E1'), 'wrong')],
    ['that of another body', sign(event('E2'))],
    ['one that is no hexadecimal', 'v1=zz'],
    ['one of another version', sign(event('E1')).replace('v1', 'v0')],
  ])('refuses a signature that is missing or wrong: %s', async (_what, signature) => {
    expect((await send(event('E1'), signature)).status).toBe(401)
    expect(board.desk.asked).toEqual([])
  })

  it('the same event delivered twice acts once', async () => {
    const body = event('E1')
    expect((await send(body, sign(body))).status).toBe(204)
    expect((await send(body, sign(body))).status).toBe(204)
    expect(board.desk.asked).toHaveLength(1)
  })

  it('takes what it cannot read, if it is signed', async () => {
    expect((await send('{"event":{}}', sign('{"event":{}}'))).status).toBe(204)
  })
})
