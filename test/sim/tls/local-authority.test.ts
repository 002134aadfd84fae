import { readFile } from 'node:fs/promises'
import https from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../../../sim/http/door.ts'
import { makeLocalCertificate } from '../../../sim/tls/local-authority.ts'
import { temporaryFolder } from '../surroundings.ts'

const caPath = join(temporaryFolder(), 'ca.pem')
let door: Door
beforeAll(async () => {
  door = await openDoor({ tls: await makeLocalCertificate(caPath), handle: () => ({ status: 204 }) })
})
afterAll(() => door.close())

const statusOf = (url: string, ca?: string) =>
  new Promise<number | undefined>((done, failed) => {
    https.get(url, { agent: false, ...(ca && { ca }) }, (response) => done(response.statusCode)).on('error', failed)
  })

test('a client that is given the written authority trusts the server by address and by name', async () => {
  const ca = await readFile(caPath, 'utf8')
  expect(await statusOf(door.url, ca)).toBe(204)
  expect(await statusOf(door.url.replace('127.0.0.1', 'localhost'), ca)).toBe(204)
})

test('a client without it does not', async () => {
  await expect(statusOf(door.url)).rejects.toThrow(/certificate/)
})
