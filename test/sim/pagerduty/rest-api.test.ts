import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, ANA, BEN, openAccount } from './account.ts'

let account: Account
beforeAll(async () => {
  account = await openAccount()
  for (const key of ['dr-1', 'dr-2', 'dr-3']) await account.trigger(key)
  await account.acknowledge('dr-2')
})
afterAll(() => account.close())

const keys = (incidents: { incident_key: string }[]) => incidents.map((incident) => incident.incident_key)

test('one request finds all open incidents by status', async () => {
  const { data } = await account.rest('get', 'incidents', {
    queryParameters: { 'statuses[]': ['triggered', 'acknowledged'], total: 'true' },
  })
  expect(keys(data.incidents)).toEqual(['dr-1', 'dr-2', 'dr-3'])
  expect(data).toMatchObject({ limit: 25, offset: 0, more: false, total: 3 })
  const acknowledged = await account.rest('get', 'incidents', { queryParameters: { 'statuses[]': ['acknowledged'] } })
  expect(keys(acknowledged.data.incidents)).toEqual(['dr-2'])
})

test('the client walks the pages', async () => {
  const first = await account.rest('get', 'incidents', { queryParameters: { limit: '2' } })
  expect(first.data).toMatchObject({ more: true, total: null })
  expect(keys((await first.next?.())?.data.incidents)).toEqual(['dr-3'])
  expect((await account.rest('get', 'incidents', { queryParameters: { limit: '101' } })).response.status).toBe(400)
})

test('an incident is read and changed in the name of a user', async () => {
  const [{ id }] = (await account.rest('get', 'incidents?incident_key=dr-3')).data.incidents
  const change = { data: { incident: { type: 'incident_reference', status: 'acknowledged' } } }
  const nameless = await account.rest('put', `incidents/${id}`, change)
  expect([nameless.response.status, nameless.data.error.code]).toEqual([400, 1008])

  const headers = { From: BEN.email }
  const changed = await account.rest('put', `incidents/${id}`, { ...change, headers })
  expect(changed.data.incident).toMatchObject({ status: 'acknowledged' })
  const { data } = await account.rest('get', `incidents/${id}`)
  expect(data.incident.acknowledgements[0].acknowledger).toMatchObject({ id: BEN.id, type: 'user_reference' })

  const resolved = { incidents: [{ id, type: 'incident_reference', status: 'resolved' }] }
  expect((await account.rest('put', 'incidents', { data: resolved, headers })).data.incidents[0].status).toBe(
    'resolved',
  )
  const again = await account.rest('put', 'incidents', { data: resolved, headers })
  expect([again.response.status, again.data.error.code]).toEqual([400, 1001])
})

test('on-calls follow what the driver sets, by schedule and by time', async () => {
  const onCall = async (queryParameters: object) =>
    (await account.rest('get', 'oncalls', { queryParameters })).data.oncalls.map((one: { user: object }) => one.user)
  const primary = { 'schedule_ids[]': ['PPRIMARY'] }
  expect(await onCall(primary)).toMatchObject([{ id: ANA.id, summary: ANA.name, type: 'user_reference' }])
  expect(await onCall({ 'schedule_ids[]': ['PNOBODY'] })).toEqual([])

  const before = new Date(account.clock.now()).toISOString()
  account.clock.moveTo(account.clock.now() + 3_600_000)
  await account.person('/_oncall', { schedule: 'PPRIMARY', user: BEN.email })
  expect(await onCall(primary)).toMatchObject([{ id: BEN.id }])
  expect(await onCall({ ...primary, since: before, until: before })).toMatchObject([{ id: ANA.id }])
  await account.person('/_oncall', { schedule: 'PPRIMARY', user: null })
  expect(await onCall(primary)).toEqual([])
  expect((await account.rest('get', 'oncalls?since=yesterday')).data.error.code).toBe(2004)
})

test('users and services are listed', async () => {
  expect((await account.rest('get', 'users')).data.users).toMatchObject([ANA, BEN])
  expect((await account.rest('get', `users/${BEN.id}`)).data.user.email).toBe(BEN.email)
  const [service] = (await account.rest('get', 'services')).data.services
  expect((await account.rest('get', `services/${service.id}`)).data.service).toEqual(service)
  expect((await account.rest('get', 'users/PNOBODY')).response.status).toBe(404)
})

test('a wrong API key is refused', async () => {
  const refused = await account.rest('get', 'incidents', { token: 'wrong' })
  expect([refused.response.status, refused.data.error.code]).toEqual([401, 2006])
})
