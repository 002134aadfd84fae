import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDoor } from '../../../sim/http/door.ts'
import { json } from '../../../sim/http/messages.ts'
import { type StatuspageSim, startStatuspageSim } from '../../../sim/statuspage/statuspage.ts'
import { publishStatusBy } from '../../../src/adapters/statuspage/publish-status.ts'
import { createStatuspageCarrier } from '../../../src/adapters/statuspage/statuspage-carrier.ts'
import { createStatuspageClient } from '../../../src/adapters/statuspage/statuspage-client.ts'
import { privately } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import { SECOND } from '../../incident/story.ts'
import { getJson, surroundings } from '../../sim/surroundings.ts'
import { type Desk, openDesk, templates } from '../incident.ts'

const PAGE = 'page-1'
let around: ReturnType<typeof surroundings>
let sim: StatuspageSim
let desk: Desk
beforeEach(async () => {
  around = surroundings()
  sim = await startStatuspageSim({
    ...around,
    pages: [
      {
        id: PAGE,
        components: [
          { id: 'c1', name: 'CHECKOUT' },
          { id: 'c2', name: 'Search' },
        ],
      },
    ],
  })
  desk = open()
})
afterEach(() => sim.close())

const open = () =>
  openDesk({
    plan: {
      statusPage: { url: 'https://status.example', hostedPageId: PAGE },
      components: { checkout: { label: 'Checkout' }, vault: { label: 'Vault', public: false } },
    },
    story: { declare: { components: ['checkout', 'vault'] } },
  })
const publish = (apiKey = sim.apiKey, hostedId?: string, baseUrl = sim.botUrl) => {
  const carry = createStatuspageCarrier({
    client: createStatuspageClient({ apiKey, baseUrl }),
    messages: templates(),
  })
  const state = { ...desk.story.state, ...(hostedId !== undefined && { hostedId }) }
  return carry({ kind: 'publish-status', version: 1 }, desk.carrying({ state }))
}
const published = async () => {
  const outcome = await publish()
  return String(outcome.detail?.hostedId)
}
const entries = () => getJson(`${sim.url}/v1/pages/${PAGE}/incidents`)
const patch = (url: string, body: object) =>
  fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const component = () => getJson(`${sim.url}/v1/pages/${PAGE}/components/c1`)

it('makes one entry, in words for the public, with the components that are out of order', async () => {
  const outcome = await publish()
  const [entry, ...others] = await entries()
  expect(others).toEqual([])
  expect(outcome).toEqual({ ok: true, detail: { hostedId: entry.id } })
  expect(entry).toMatchObject({ name: 'Service disruption – The Shop', status: 'investigating' })
  expect(entry.incident_updates[0].body).toBe('We are aware of a disruption of The Shop and are investigating it.')
  expect(JSON.stringify(entry)).not.toMatch(/queries fail|Database corruption|Vault/)
  expect(await component()).toMatchObject({ status: 'major_outage' })
})

it('follows status and public updates to the end, and then the components work again', async () => {
  const hostedId = await published()
  desk.story.ask({ type: 'change-status', status: 'recovering' })
  desk.story.ask({ type: 'update', text: privately('Half of the orders are back.'), public: true })
  await publish(sim.apiKey, hostedId)
  expect((await entries())[0]).toMatchObject({ status: 'identified' })
  expect((await entries())[0].incident_updates[0].body).toBe('Half of the orders are back.')
  desk.story.ask({ type: 'resolve' })
  await publish(sim.apiKey, hostedId)
  expect(await entries()).toMatchObject([{ id: hostedId, status: 'resolved' }])
  expect(await component()).toMatchObject({ status: 'operational' })
})

it('finds the entry whose first answer was lost instead of making a second one', async () => {
  await publish()
  expect(await publish()).toMatchObject({ ok: true })
  expect(await entries()).toHaveLength(1)
})

it('corrects a false alarm', async () => {
  const hostedId = await published()
  desk.story.ask({ type: 'cancel', reason: privately('a test alert') })
  await publish(sim.apiKey, hostedId)
  const [entry] = await entries()
  expect(entry).toMatchObject({ status: 'resolved' })
  expect(entry.incident_updates[0].body).toContain('false alarm')
})

it('tells when the page shows something else than it was asked to', async () => {
  const hostedId = await published()
  const path = `${sim.url}/v1/pages/${PAGE}/incidents/${hostedId}`
  await patch(path, { incident: { status: 'identified', body: 'Something else.' } })
  // Somebody at the page's own desk has a say as well: right after ours.
  const door = await openDoor({
    async handle({ method, path, body, headers }) {
      const response = await fetch(`${sim.botUrl}${path}`, {
        method,
        headers: { authorization: String(headers.authorization), 'content-type': 'application/json' },
        ...(body.length > 0 && { body: String(body) }),
      })
      if (method === 'PATCH') {
        const incident = { status: 'monitoring', body: 'All is well again.', components: { c1: 'operational' } }
        await patch(`${sim.url}/v1/pages/${PAGE}/incidents/${hostedId}`, { incident })
      }
      return json(response.status, await response.json())
    },
  })
  const outcome = await publish(sim.apiKey, hostedId, door.url)
  await door.close()
  expect(outcome).toEqual({
    ok: true,
    detail: {
      hostedId,
      difference:
        'Statuspage shows the status "monitoring" instead of "investigating", another text, CHECKOUT as "operational" instead of "major_outage".',
    },
  })
})

it('is published all the same when it cannot be read back, and says that', async () => {
  const hostedId = await published()
  around.faults.set({ service: 'statuspage', fault: 'error', status: 500, match: `GET /v1/pages/${PAGE}/incidents/` })
  expect(await publish(sim.apiKey, hostedId)).toEqual({
    ok: true,
    detail: { hostedId, difference: 'What Statuspage shows could not be read back (500).' },
  })
})

describe('beside a page behind a webhook', () => {
  const both = (webhook: Outcome[]) => {
    desk = openDesk({
      plan: {
        statusPage: { url: 'https://status.example', hostedPageId: PAGE, webhook: { urlEnv: 'STATUS_URL' } },
      },
    })
    const hosted = createStatuspageCarrier({
      client: createStatuspageClient({ apiKey: sim.apiKey, baseUrl: sim.botUrl }),
      messages: templates(),
    })
    const publisher = publishStatusBy({ hosted, webhook: async () => webhook.shift()! })
    return () => publisher({ kind: 'publish-status', version: 1 }, desk.carrying())
  }

  it('both are told, and the one that has it is left in peace while the other is tried again', async () => {
    const failing: Outcome = { ok: false, reason: 'The webhook has a fault (500).' }
    const publishBoth = both([failing, { ok: true, detail: {} }])
    expect(await publishBoth()).toEqual(failing)
    const [entry] = await entries()
    expect(await publishBoth()).toEqual({ ok: true, detail: { hostedId: entry.id } })
    expect((await entries())[0].incident_updates).toHaveLength(1)
  })

  it('the other is told although the hosted one fails', async () => {
    const left: Outcome[] = [{ ok: true, detail: {} }]
    const publishBoth = both(left)
    around.faults.set({ service: 'statuspage', fault: 'down' })
    expect(await publishBoth()).toMatchObject({ ok: false })
    expect(left).toEqual([])
    around.faults.clear('statuspage')
    expect(await publishBoth()).toMatchObject({ ok: true, detail: { hostedId: expect.any(String) } })
  })
})

it('says what was wrong', async () => {
  expect(await publish('wrong')).toMatchObject({ ok: false, permanent: true })
  around.faults.set({ service: 'statuspage', fault: 'rate-limit', retryAfter: 30 })
  expect(await publish()).toMatchObject({ ok: false, retryAtMs: desk.story.nowMs + 30 * SECOND })
  around.faults.clear('statuspage')
  around.faults.set({ service: 'statuspage', fault: 'error', status: 500 })
  expect(await publish()).toMatchObject({ ok: false, reason: 'Statuspage has a fault (500).' })
  around.faults.clear('statuspage')
  around.faults.set({ service: 'statuspage', fault: 'error', status: 420 })
  expect(await publish()).toMatchObject({ ok: false, retryAtMs: desk.story.nowMs + 10 * SECOND })
  around.faults.clear('statuspage')
  around.faults.set({ service: 'statuspage', fault: 'down' })
  expect(await publish()).toMatchObject({ ok: false, reason: expect.stringMatching(/^Statuspage cannot be reached/) })
})
