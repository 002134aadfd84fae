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
  desk = await openDesk()
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

async function texts(): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    'SELECT content AS text FROM muster.private_text WHERE content IS NOT NULL',
  )
  return rows.map((row) => row.text)
}
