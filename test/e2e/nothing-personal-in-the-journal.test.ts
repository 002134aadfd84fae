/** Promise 6: the journal holds ids and hashes; names, addresses and free text can be erased, and the chain still verifies. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { QUEUES } from '../../src/program/queues.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
let database: pg.Client
beforeAll(async () => {
  desk = await openDesk({ environment: { PATH: process.env.PATH } })
  database = new pg.Client(desk.contract.databaseUrl)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await desk.close()
})

const FREE_TEXTS = [
  'Maria saw the queries fail',
  'Call Jo at home',
  'Ring the night porter',
  'All well again, thanks to Sam',
]

it('keeps names, addresses and what people wrote out of the journal, and forgets them when told to', async () => {
  await desk.type('on-call-engineer', `/dr declare mcp-debate S2 p1 ${FREE_TEXTS[0]}`)
  await desk.advance('6m')
  const { view } = await desk.incident()
  const room = view.channel!.id
  await desk.type('on-call-engineer', '/dr ack', room)
  await desk.type('on-call-engineer', `/dr note ${FREE_TEXTS[1]}`, room)
  await desk.type('on-call-engineer', `/dr page technical-lead ${FREE_TEXTS[2]}`, room)
  await desk.advance('20m')
  await desk.type('on-call-engineer', `/dr resolve ${FREE_TEXTS[3]}`, room)
  await desk.advance('1m')

  const { rows } = await database.query<{ data: string }>('SELECT data FROM muster.event')
  const journal = rows.map((row) => (typeof row.data === 'string' ? row.data : JSON.stringify(row.data))).join('\n')
  expect(rows.length).toBeGreaterThan(50)
  for (const { name, email, phone } of desk.contract.people) {
    expect(journal).not.toContain(email)
    expect(journal).not.toContain(phone)
    expect(journal).not.toContain(phone.slice(1))
    // Labels of roles may read like names of placeholders; nobody's name may stand where a person is meant.
    expect(journal).not.toContain(`"name":"${name}"`)
  }
  for (const text of FREE_TEXTS) expect(journal).not.toContain(text)
  expect(await texts()).toEqual(expect.arrayContaining(FREE_TEXTS))

  const backing = createPostgresBacking({ connectionString: desk.contract.databaseUrl, queues: QUEUES })
  expect(await backing.storage.eraseTexts({ stream: view.id })).toBeGreaterThanOrEqual(FREE_TEXTS.length)
  expect(await texts()).toEqual([])
  const problems: unknown[] = []
  for await (const problem of verifyJournal(backing.storage)) problems.push(problem)
  await backing.stop()
  expect(problems).toEqual([])
  expect((await desk.incident(view.id)).view.seen).toBe('[erased]')
})

const ALERT = {
  name: 'QueueTooLong',
  summary: 'Order of Erika Mustermann is stuck, ring +491711234567',
  labels: { customer: 'erika.mustermann@customers.example', instance: 'till of Erika Mustermann' },
  description: 'Erika Mustermann has called twice',
}

it('keeps them out of the watches as well: probes, alerts, rounds of contacts, news, and what became of them', async () => {
  const on = (person: string, text: string) => desk.type(person, text)
  await desk.fault({ service: 'patient', fault: 'kill' })
  await desk.advance('1 min')
  const { url, secret } = desk.contract.alerts
  const headers = { authorization: `Bearer ${secret}` }
  const sent = await fetch(`${url}/json/patient`, { method: 'POST', body: JSON.stringify(ALERT), headers })
  expect(sent.status).toBeLessThan(300)
  await on('on-call-shop', '/dr alerts dismiss patient Erika Mustermann pulled the plug')
  await on('cto', '/dr readiness test mcp-debate')
  await desk.advance('12h')
  await on('cto', '/dr drill skip mcp-debate Erika Mustermann is on leave')
  await desk.advance('24h')

  const { rows } = await database.query<{ type: string; stream: string; data: string }>(
    "SELECT type, stream, data FROM muster.event WHERE stream LIKE 'watch-%' OR stream = 'system'",
  )
  const types = new Set(rows.map(({ type }) => type))
  for (const type of ['signal-fired', 'proposal-opened', 'contact-round-began', 'attempted', 'carried-out'])
    expect(types, type).toContain(type)
  const journal = rows.map(({ data }) => data).join('\n')
  for (const { name, email, phone } of desk.contract.people) {
    for (const personal of [email, phone, phone.slice(1), `"name":"${name}"`]) expect(journal).not.toContain(personal)
  }
  for (const personal of ['Mustermann', 'mustermann', '491711234567', 'customers.example', 'pulled the plug'])
    expect(journal, personal).not.toContain(personal)
  // It was known and told: what is not in the rows is beside them.
  expect((await texts()).join('\n')).toContain('Mustermann')
})

async function texts(): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    'SELECT content AS text FROM muster.private_text WHERE content IS NOT NULL',
  )
  return rows.map((row) => row.text)
}
