/** Whatever help lists does something sensible on an open incident: an answer or a form, never an internal error. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const LEAD = 'technical-lead'
/** These end things: tried last, in this order. */
const AT_THE_END = ['resolve', 'reopen']

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('2s')
})
afterAll(() => desk.close())

const listed = (help: string) => [...help.matchAll(/^• `\/dr (\S+)`/gm)].map((match) => match[1]!)

it('each command answers or opens its form, and explains itself', async () => {
  const commands = listed(await desk.type(LEAD, '/dr help'))
  expect(commands).toEqual(expect.arrayContaining(['declare', 'ack', 'ladder', 'timeline', ...AT_THE_END]))
  const order = [...commands.filter((command) => !AT_THE_END.includes(command)), ...AT_THE_END]
  for (const command of order) {
    expect(await desk.type(LEAD, `/dr help ${command}`)).toContain(`\`/dr ${command}`)
    const responseUrl = desk.newResponseUrl()
    const open = (await desk.forms(LEAD)).length
    expect((await desk.send(LEAD, `/dr ${command}`, { responseUrl })).status).toBe(200)
    const what = await desk.until(
      async () => ({ answers: await desk.answers(responseUrl), forms: (await desk.forms(LEAD)).slice(open) }),
      ({ answers, forms }) => answers.length + forms.length > 0,
    )
    for (const answer of what.answers)
      expect(answer, command).not.toMatch(/internal error|did not work|is no command|undefined|NaN|\[object/)
    for (const form of what.forms) expect(form.callback_id).toBe(command)
    await desk.advance('1s')
  }
  expect((await desk.incident()).view.phase).toBe('open')
}, 60_000)
