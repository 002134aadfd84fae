/** It was nothing after all: paging ends, and whoever was told gets a correction, nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo } from './told.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
})
afterAll(() => desk.close())

it('corrects what was said, to those to whom it was said', async () => {
  await desk.advance('12m')
  expect(await mailsTo(desk, 'support@mcp-debate.example')).toHaveLength(1)
  const answer = await desk.type('technical-lead', '/dr cancel the monitoring itself was broken')
  expect(answer).toMatch(/is cancelled\.\* Nobody else is paged; whoever was told gets a correction/)
  await desk.advance('10s')

  const support = await mailsTo(desk, 'support@mcp-debate.example')
  expect(support.map((mail) => mail.subject)[1]).toMatch(/false alarm|correction/i)
  expect((await desk.channel('engineering')).messages).toHaveLength(2)
  for (const never of ['customers', 'partners', 'sales'])
    expect(await mailsTo(desk, `${never}@mcp-debate.example`)).toEqual([])
  expect((await desk.statusPage()).incidents).toEqual([])
  // Why it was called off is for the team, not for the public.
  expect(JSON.stringify(await desk.hostedStatusPage())).not.toContain('monitoring itself')

  const keys = await desk.pagerduty.events()
  const open = (action: string) => keys.filter((event) => event.event_action === action).map((event) => event.dedup_key)
  expect(new Set(open('resolve'))).toEqual(new Set(open('trigger')))
  const paged = (await desk.directMessages('technical-lead')).messages.length
  await desk.advance('1h')
  expect((await desk.directMessages('technical-lead')).messages).toHaveLength(paged)
  expect((await desk.directMessages('incident-commander')).messages).toEqual([])
})
