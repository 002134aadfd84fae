/** Whether the public address leads to this Muster, tried over real HTTP, with and without a Muster that runs. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openDoor } from '../../sim/http/door.ts'
import { publicAddress } from '../../src/doctor/public-address.ts'
import { withoutAddress } from '../../src/doctor/without-address.ts'
import { healthOf } from '../../src/program/health.ts'
import { findingsOf, SECRET, subjectOf } from './patient.ts'

/** A server that answers /healthz as a Muster with this secret does. */
async function runningMuster(secret: string) {
  const door = await openDoor({
    handle: ({ query }) => ({ status: 200, body: healthOf(secret, '1.0.0', query.get('nonce') ?? undefined) }),
  })
  onTestFinished(door.close)
  return { publicUrl: door.url, port: Number(new URL(door.url).port) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('it leads to the Muster that runs', async () => {
  const muster = await runningMuster(SECRET)
  expect((await findingsOf(publicAddress, subjectOf(muster)))[0]).toEqual({
    level: 'ok',
    what: `${muster.publicUrl} leads to this Muster`,
  })
})

test('before the first start the doctor answers itself, and gives the port back', async () => {
  const port = await freePort()
  const settings = { port, publicUrl: `http://127.0.0.1:${port}` }
  for (const _ of [1, 2]) {
    expect((await findingsOf(publicAddress, subjectOf(settings)))[0]).toMatchObject({ level: 'ok' })
  }
})

test('it leads to another Muster, to something else, to nothing', async () => {
  const firstOf = async (publicUrl: string) => (await findingsOf(publicAddress, subjectOf({ publicUrl })))[0]
  const other = await runningMuster('the secret of another')
  expect(await firstOf(other.publicUrl)).toMatchObject({
    level: 'error',
    what: `${other.publicUrl} leads to another Muster`,
    remedy: expect.stringContaining('MUSTER_SECRET'),
  })
  const stranger = await openDoor({ handle: () => ({ status: 200, body: 'Welcome to nginx!' }) })
  onTestFinished(stranger.close)
  expect(await firstOf(stranger.url)).toMatchObject({
    level: 'error',
    why: 'It answers /healthz with 200 and no proof.',
    remedy: expect.stringContaining('MUSTER_PUBLIC_URL'),
  })
  expect(await firstOf('http://127.0.0.1:1')).toMatchObject({
    level: 'error',
    what: 'http://127.0.0.1:1 does not answer',
  })
})

test('an address that only this network knows cannot be reached by those who need it', async () => {
  const muster = await runningMuster(SECRET)
  expect((await findingsOf(publicAddress, subjectOf(muster)))[1]).toMatchObject({
    level: 'warning',
    what: '127.0.0.1 is known to this network only',
  })
})

test('without one, each means says what works and what does not', async () => {
  const settings = {
    slack: { botToken: 'xoxb-1', appToken: 'xapp-1' },
    pagerduty: { routingKeys: {}, apiKey: 'key' },
    twilio: { accountSid: 'AC1', authToken: 'token', from: '+14155550100' },
    email: { url: 'smtp://mail.example.com', from: 'dr@example.com' },
  }
  const found = await findingsOf(withoutAddress, subjectOf(settings))
  expect(found.map(({ level, what }) => `${level}: ${what}`)).toEqual([
    'ok: Slack works whole without one, by Socket Mode',
    'ok: PagerDuty works without one: acknowledgements are polled every 30 s',
    'warning: Answers by text message do not arrive',
    'warning: Calls take no key',
    'warning: Delivery is not reported',
    'warning: Mail has no links',
  ])
  expect(await findingsOf(publicAddress, subjectOf(settings))).toEqual([])
  expect(await findingsOf(withoutAddress, subjectOf({ ...settings, publicUrl: 'https://x.example.com' }))).toEqual([])
})
