/** An incident leaves things to do: they are listed, asked for in time, and ended by a button; somebody adds one and hands it over. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { resolveAll } from './resolving.ts'

const LEAD = 'technical-lead'
let desk: Desk
let id: string
beforeAll(async () => {
  desk = await openDesk()
  id = (await desk.declare('on-call-engineer', 'mcp-debate S2 p1 debates cannot be opened')).id
  await resolveAll(desk, LEAD, id, 'it was the cable')
  await desk.advance('1m')
})
afterAll(() => desk.close())

const list = () => desk.type(LEAD, `/dr followup ${id}`)

it('lists what the plan wants done after it, the soonest first', async () => {
  expect((await desk.incidents()).find(({ view }) => view.id === id)!.view.phase).toBe('resolved')
  const [head, first] = (await list()).split('\n')
  expect(head).toMatch(/^\*\d+ things of DR-\S+ left to do\*$/)
  expect(first).toMatch(/^• `f[\d.]+` .+: .+, by .+ \(in 23 h 5\d min\) \(DR-/)
})

it('asks for it before it is due, with a button for each that ends it', async () => {
  await desk.advance('23h')
  const people = desk.contract.people.map(({ person }) => person)
  const found = await Promise.all(people.map(async (person) => ({ person, ...(await desk.directMessages(person)) })))
  const asked = found.find(({ messages }) => messages.some(({ text }) => text.includes(`to do after ${id}, by`)))!
  const message = asked.messages.find(({ text }) => text.includes(`to do after ${id}, by`))!
  const before = Number(/\d+/.exec(await list())![0])
  expect(await desk.press(asked.person, { channel: asked.channel, message }, 'followup')).toMatch(/^Done: \*/)
  expect(Number(/\d+/.exec(await list())![0])).toBe(before - 1)
  expect(await list()).toContain(', 1 done')
})

it('one is added in words, moved, handed over and ended', async () => {
  const added = await desk.type(LEAD, `/dr followup ${id} add Replace the cable by 2 days`)
  expect(added).toContain('Noted: *Replace the cable*')
  const name = /`(f[\d.]+)` Replace the cable/.exec(await list())![1]!
  expect(await desk.type(LEAD, `/dr followup move ${name} 5 days`)).toContain('*Replace the cable*: by')
  expect(await desk.type(LEAD, `/dr followup give ${name} cto`)).toContain('now for')
  expect(await desk.type(LEAD, `/dr followup done ${name} a new one lies there`)).toBe('Done: *Replace the cable*.')
  expect(await desk.type(LEAD, '/dr followup done f9999')).toContain('no follow-up "f9999"')
  expect(await desk.type(LEAD, `/dr followup move ${name} yesterday`)).not.toContain('undefined')
})

it('what is overdue counts against readiness', async () => {
  await desk.advance('26h')
  expect(await desk.type(LEAD, '/dr readiness mcp-debate')).toMatch(/\*Follow-ups\*: \*\d+ of \d+ are overdue\*/)
})
