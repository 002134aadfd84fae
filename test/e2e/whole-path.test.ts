/** The main job: `/dr declare` to resolved. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

it('declares, pages level by level, is acknowledged, keeps everyone informed and ends', async () => {
  const declared = await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  expect(declared).toMatch(/\*DR-\d{8}-\d{4} is open\*/)
  await desk.advance('2s')
  const { view } = await desk.incident()
  expect(view).toMatchObject({
    plan: { id: 'mcp-debate' },
    scenario: { id: 'database-corruption' },
    severity: { id: 'p1' },
    seen: 'debates cannot be opened',
  })

  const room = await desk.channel(view.channel!.name)
  expect(view.channel!.name).toBe(view.id.toLowerCase())
  expect(room.members).toContain(desk.person('on-call-engineer').slackUserId)
  const board = await desk.board(room.id)
  expect(JSON.stringify(board.blocks)).toContain('Database corruption')

  const page = (await desk.directMessages('on-call-engineer')).messages
  expect(page).toHaveLength(1)
  expect(await desk.directMessages('technical-lead')).toMatchObject({ messages: [] })

  await desk.advance('15m')
  expect((await desk.directMessages('technical-lead')).messages).toHaveLength(1)
  expect((await desk.directMessages('database-administrator')).messages).toHaveLength(1)
  expect((await desk.directMessages('incident-commander')).messages).toHaveLength(0)
  expect((await desk.sms('on-call-engineer'))[0]).toContain(view.id)

  expect(
    await desk.press('on-call-engineer', { channel: room.id, message: await desk.board(room.id) }, 'ack'),
  ).toContain(view.id)
  await desk.advance('1s')
  const acknowledged = (await desk.incident()).view
  expect(acknowledged.acknowledged.map((one) => one.person.id)).toEqual(['on-call-engineer'])

  expect((await desk.statusPage()).incidents[0]).toMatchObject({ status: 'investigating' })
  await desk.type('technical-lead', '/dr status identified The primary database has lost an index', room.id)
  await desk.type('technical-lead', '/dr update public We are restoring from a backup', room.id)
  await desk.advance('50m')
  const page2 = await desk.statusPage()
  expect(page2.incidents[0]).toMatchObject({ status: 'identified' })
  expect(page2.incidents[0]!.incident_updates.map((update) => update.body).join()).toContain(
    'We are restoring from a backup',
  )
  expect((await desk.mailbox()).some((mail) => /customers/.test(String(mail.to)))).toBe(true)

  await desk.type('incident-commander', '/dr resolve Restored from the backup of 02:00', room.id)
  await desk.advance('1m')
  const [ended] = await desk.incidents()
  expect(ended!.view).toMatchObject({ phase: 'resolved', status: 'resolved' })
  expect((await desk.statusPage()).incidents).toEqual([])
  const before = (await desk.incident(view.id)).events.length
  await desk.advance('3h')
  const after = (await desk.incident(view.id)).events.slice(before)
  expect(after.filter((event) => event.type === 'attempted' && event.effect.kind === 'page')).toEqual([])
})
