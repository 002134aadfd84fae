/** On a day without an incident: what would be lost at this moment, which backups are late, whether they can be restored, and who hears of it. */
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk({ environment: { PATH: process.env.PATH } })
})
afterEach(() => desk.close())

const directTexts = async (person: string) =>
  (await desk.directMessages(person)).messages.map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`)
const saysTo = (person: string, what: RegExp) =>
  desk.until(
    () => directTexts(person),
    (texts) => texts.some((text) => what.test(text)),
  )

async function makeBackup() {
  expect(await desk.type('on-call-shop', '/dr backup now shop-database')).toBe(
    'A backup of *Shop database* is being made. You are told how it went.',
  )
  await desk.advance('1 s')
  await saysTo('on-call-shop', /a backup of Shop database was made/)
}

async function scratchDatabases(): Promise<unknown[]> {
  const client = new pg.Client(desk.contract.databaseUrl)
  await client.connect()
  const { rows } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'muster_try_patient%'`)
  await client.end()
  return rows
}

it('the patient’s backups grow old as the clock moves on, and whoever answers for them is told', async () => {
  const fresh = await desk.type('on-call-shop', '/dr backup patient')
  expect(fresh).toMatch(/^\*If disaster struck Corner Shop now\*\n• \*.*database.*\*: .* are lost/i)
  expect(fresh).toMatch(
    /are lost with what has been restored for a try, Shop database of .*; .* if that of .* is good, which nobody has tried/,
  )
  expect(fresh).toContain('What was looked at is as it should be.')
  expect(fresh).toContain('1 more lies where Muster cannot look.')
  await desk.advance('2 h')
  const old = await desk.type('on-call-shop', '/dr backup patient')
  expect(old).toContain('*beyond the RPO of')
  expect(old).toMatch(
    /\*Wrong:\*\n• \*Shop database\* \(`shop-database`\): the one due .* is not there.*; the newest is of /,
  )
  await saysTo('dba-shop', /Corner Shop: more of Database would be lost than the RPO allows/)
  expect((await desk.sms('dba-shop')).join('\n')).toContain('more of Database would be lost than the RPO allows')
})

it('a plan whose steps only pretend is told to, and so is one that there is not', async () => {
  expect(await desk.type('on-call-shop', '/dr backup mcp-debate')).toContain('only pretend here')
  expect(await desk.type('on-call-shop', '/dr backup')).toMatch(/^Which plan\? Say `\/dr backup /)
  expect(await desk.type('on-call-shop', '/dr backup verify shop-databas')).toContain(
    'did you mean `/dr backup verify shop-database`?',
  )
})

it('a backup is restored for a try when somebody asks: a bad one is found, a good one is proven, and nothing is left', async () => {
  expect(await desk.type('on-call-shop', '/dr backup verify shop-database restore')).toMatch(
    /^\*Shop database\*: test restore under way\./,
  )
  await desk.advance('1 min')
  await saysTo('dba-shop', /the test restore of Shop database has failed.*it is damaged/s)
  expect(await desk.type('on-call-shop', '/dr backup patient')).toMatch(/test restore \*failed\* .* ago, next in /)

  await makeBackup()
  await desk.type('on-call-shop', '/dr backup verify patient shop-database')
  await desk.advance('1 min')
  await saysTo(
    'on-call-shop',
    /the test restore of Shop database has passed.*SELECT count\(\*\) FROM orders on shop: \d{3}/s,
  )
  const shown = await desk.type('on-call-shop', '/dr backup patient')
  expect(shown).toMatch(/comparison of its checksum passed .* and test restore passed .* in /)
  expect(shown).toContain('which has been restored for a try')
  const custody = await desk.type('on-call-shop', '/dr backup custody shop-database')
  expect(custody).toMatch(
    /test restore, which passed, \*Shop database\* `shop\/shop-.*\.dump` in muster-sandbox, version `\w+`, SHA-256 `[0-9a-f]{64}`/,
  )
  expect(custody).toMatch(/test restore, which failed/)
  expect(await scratchDatabases()).toEqual([])
  expect(await desk.type('on-call-shop', '/dr readiness patient')).toMatch(
    /Backups of Shop database\*: test restore passed/,
  )
})

it('the day’s tries are made by themselves', async () => {
  await makeBackup()
  await desk.advance('25 h')
  expect(await desk.type('on-call-shop', '/dr backup patient')).toMatch(
    /comparison of its checksum passed .* ago in .*, next in .* and test restore passed .* ago in .*, next in /,
  )
})
