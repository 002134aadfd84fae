/** The patient in the sandbox: there with its plan, broken and healed over the contract, seen on the page; without its plan there is none. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENT_FAULTS } from '../../../sim/patient/patient-faults.ts'
import { ROOT } from '../../../sim/sandbox.ts'
import { type Desk, openDesk } from '../../e2e/desk.ts'
import { getJson, post } from '../surroundings.ts'
import { visit } from '../workspace/visitor.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk({ plans: [path.join(ROOT, 'plans/patient.yaml')] })
})
afterAll(() => desk.close())

const faults = () => getJson(desk.contract.faultsUrl)
const ask = (body: unknown) => post(desk.contract.faultsUrl, body)
const health = async () => (await fetch(desk.contract.patient!.healthUrl).catch(() => undefined))?.status ?? 0

test('the contract says where it is, and the plan’s people are in the cast', async () => {
  expect(desk.contract.plans).toEqual(['patient'])
  expect(desk.contract.patient).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    healthUrl: `${desk.contract.patient?.url}/health`,
    databaseUrl: expect.stringMatching(/^postgres:\/\//),
  })
  expect(await health()).toBe(200)
  expect(desk.contract.people.map(({ person }) => person)).toContain('commander-shop')
})

test.each(PATIENT_FAULTS)('%s is listed while it lasts, and `off` ends it', async (fault) => {
  expect(await ask({ service: 'patient', fault })).toMatchObject({ status: 200, body: [{ service: 'patient', fault }] })
  expect(await health()).not.toBe(200)
  expect(await faults()).toEqual([{ service: 'patient', fault }])
  expect(await ask({ service: 'patient', fault: 'off' })).toMatchObject({ status: 200, body: [] })
  expect(await health()).toBe(200)
})

test('a fault that was recovered from is listed no longer', async () => {
  await ask({ service: 'patient', fault: 'corrupt-table' })
  await desk.sandbox.patient!.heal()
  expect(await faults()).toEqual([])
})

test('`off` for everything heals the patient too, and leaves one that is well alone', async () => {
  await ask({ service: 'patient', fault: 'kill' })
  await ask({ service: 'email', fault: 'down' })
  expect(await faults()).toHaveLength(2)
  expect((await ask({ fault: 'off' })).body).toEqual([])
  expect(await health()).toBe(200)
  const order = await post(`${desk.contract.patient!.url}/orders`, { customer: 'Ana', product: 1, quantity: 1 })
  await ask({ fault: 'off' })
  expect((await fetch(`${desk.contract.patient!.url}/orders/${order.body.id}`)).status).toBe(200)
})

test('what it cannot suffer is one sentence', async () => {
  const { status, body } = await ask({ service: 'patient', fault: 'down' })
  expect([status, body.error]).toEqual([400, expect.stringMatching(/^fault: .*"corrupt-table"/)])
  expect((await ask({ service: 'patients', fault: 'down' })).body.error).toMatch(/^service: /)
  await ask({ service: 'patient', fault: 'drop-database' })
  expect(await ask({ service: 'patient', fault: 'corrupt-table' })).toMatchObject({
    status: 409,
    body: { error: expect.stringMatching(/^There is nothing left to damage: .*\.$/) },
  })
  await ask({ service: 'patient', fault: 'off' })
})

test('whoever watches the page sees how it is', async () => {
  const visitor = await visit(desk.contract.workspaceUrl)
  await visitor.until(({ patient }) => patient?.ok === true && patient.url === desk.contract.patient?.url)
  await ask({ service: 'patient', fault: 'bad-version' })
  await visitor.until(({ patient }) => patient?.version === '1.1.0' && patient.fault === 'bad-version')
  expect(await visitor.send('faults', { service: 'patient', fault: 'off' })).toEqual({ status: 200, body: {} })
  await visitor.until(({ patient }) => patient?.ok === true && patient.fault === null && patient.reason === undefined)
  await visitor.leave()
})

test('a sandbox without its plan has none', async () => {
  const other = await openDesk({ plans: [path.join(ROOT, 'plans/puo-memo.yaml')] })
  expect(other.contract).not.toHaveProperty('patient')
  expect(await post(other.contract.faultsUrl, { service: 'patient', fault: 'kill' })).toMatchObject({
    status: 400,
    body: { error: 'This sandbox has no patient: start it with plans/patient.yaml among its plans.' },
  })
  expect((await post(other.contract.faultsUrl, { fault: 'off' })).body).toEqual([])
  const visitor = await visit(other.contract.workspaceUrl)
  await visitor.until(({ patient }) => patient === null)
  await visitor.leave()
  await other.close()
})
