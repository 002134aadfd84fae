/** On a day without an incident, `/dr backup` says what would be lost at this moment, and which backups are late. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk({ environment: { PATH: process.env.PATH } })
})
afterEach(() => desk.close())

it('the patient’s backups grow old as the clock moves on', async () => {
  const fresh = await desk.type('on-call-shop', '/dr backup patient')
  expect(fresh).toMatch(/^\*If disaster struck Corner Shop now\*\n• \*.*database.*\*: .* are lost/i)
  expect(fresh).toContain('1 more lies where Muster cannot look.')
  await desk.advance('2 h')
  const old = await desk.type('on-call-shop', '/dr backup patient')
  expect(old).toContain('*beyond the RPO of')
  expect(old).toMatch(
    /\*Wrong:\*\n• \*Shop database\* \(`shop-database`\): the one due .* is not there.*; the newest is of /,
  )
})

it('a plan whose steps only pretend is told to, and so is one that there is not', async () => {
  expect(await desk.type('on-call-shop', '/dr backup mcp-debate')).toContain('only pretend here')
  expect(await desk.type('on-call-shop', '/dr backup')).toMatch(/^Which plan\? Say `\/dr backup /)
})
