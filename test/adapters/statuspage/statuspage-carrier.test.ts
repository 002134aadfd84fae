import { afterEach, beforeEach, expect, it } from 'vitest'
import { type StatuspageSim, startStatuspageSim } from '../../../sim/statuspage/statuspage.ts'
import { createStatuspageCarrier } from '../../../src/adapters/statuspage/statuspage-carrier.ts'
import { createStatuspageClient } from '../../../src/adapters/statuspage/statuspage-client.ts'
import { privately } from '../../../src/plan/actor.ts'
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

const open = (mode: 'real' | 'drill' = 'real') =>
  openDesk({
    plan: {
      statusPage: { url: 'https://status.example', hostedPageId: PAGE },
      components: { checkout: { label: 'Checkout' }, vault: { label: 'Vault', public: false } },
    },
    story: { declare: { components: ['checkout', 'vault'], mode } },
  })
const publish = (apiKey = sim.apiKey, hostedId?: string) => {
  const carry = createStatuspageCarrier({
    client: createStatuspageClient({ apiKey, baseUrl: sim.botUrl }),
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

it('never shows a drill', async () => {
  desk = open('drill')
  expect(await publish()).toMatchObject({ ok: false, permanent: true })
  expect(await entries()).toEqual([])
})

it('says what was wrong', async () => {
  expect(await publish('wrong')).toMatchObject({ ok: false, permanent: true })
  around.faults.set({ service: 'statuspage', fault: 'rate-limit', retryAfter: 30 })
  expect(await publish()).toMatchObject({ ok: false, retryAtMs: desk.story.nowMs + 30 * SECOND })
  around.faults.clear('statuspage')
  around.faults.set({ service: 'statuspage', fault: 'error', status: 500 })
  expect(await publish()).toEqual({ ok: false, reason: 'Statuspage has a fault (500).' })
  around.faults.clear('statuspage')
  around.faults.set({ service: 'statuspage', fault: 'down' })
  expect(await publish()).toMatchObject({ ok: false, reason: expect.stringMatching(/^Statuspage cannot be reached/) })
})
