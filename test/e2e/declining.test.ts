/** Every way to say "I can't": the next one is called at once, and the one who said so is left in peace. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { buttonsOn, codeIn, type Desk, openDesk } from './desk.ts'

const WHO = 'on-call-engineer'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
afterEach(async () => {
  await desk.type(WHO, `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

/** Whether a direct message about the incident has ever come to somebody. */
const wasPaged = async (person: string) => {
  const { messages } = await desk.directMessages(person)
  return messages.some((message) => JSON.stringify(message).includes(incident.id))
}
const pageSms = async () => (await desk.sms(WHO)).filter((text) => text.includes(incident.id) && text.includes('ACK'))
const pageMails = async () => (await desk.mails(WHO)).filter((mail) => mail.text.includes(incident.id))
const mention = (person: string) => `<@${desk.person(person).slackUserId}>`

interface Way {
  how: string
  unansweredFor: string
  decline(): Promise<string | undefined>
}

const ways: Way[] = [
  {
    how: 'with the button of the direct message',
    unansweredFor: '30 s',
    decline: async () => desk.press(WHO, await desk.page(WHO, incident.id), 'next'),
  },
  { how: 'by /dr next', unansweredFor: '30 s', decline: () => desk.type(WHO, '/dr next I am on a train') },
  {
    how: 'by answering the text message with NEXT and its code',
    unansweredFor: '150 s',
    async decline() {
      await desk.replySms(WHO, `Next ${codeIn((await pageSms())[0])}`)
      return (await desk.sms(WHO)).at(-1)
    },
  },
  {
    how: 'by pressing 2 on the telephone',
    unansweredFor: '210 s',
    async decline() {
      const call = (await desk.calls(WHO)).find((one) => one.status === 'ringing')
      await desk.answerCall(call!.sid, { digits: '2' })
      return (await desk.calls(WHO)).find((one) => one.sid === call!.sid)?.said.at(-1)
    },
  },
  {
    how: 'on the page behind the link in the mail',
    unansweredFor: '270 s',
    async decline() {
      const link = (await pageMails()).at(-1)?.links.find((one) => one.includes('/a/'))
      return desk.answerByMail(link!, 'decline')
    },
  },
]

it.each(ways)('is declined $how, and the next level is called when nobody is left on this one', async (way) => {
  incident = await desk.declare('infrastructure-engineer', 'mcp-debate S2 p1')
  await desk.advance(way.unansweredFor)
  expect(await wasPaged('technical-lead')).toBe(false)

  expect(await way.decline()).toMatch(/next one is (called|asked)/)
  await desk.advance('1 s')

  expect(await wasPaged('technical-lead')).toBe(true)
  expect(await wasPaged('database-administrator')).toBe(true)
  expect(buttonsOn((await desk.page(WHO, incident.id)).message)).toEqual([])
  const tries = async () => [(await pageSms()).length, (await desk.calls(WHO)).length, (await pageMails()).length]
  const before = await tries()
  await desk.advance('6 min')
  expect(await tries()).toEqual(before)
  expect(await wasPaged('incident-commander')).toBe(false)
})

it('passes a page on to the next holder of the same role where there is one', async () => {
  incident = await desk.declare('infrastructure', 'puo-memo cyber-attack')
  await desk.type(WHO, '/dr next')
  await desk.advance('1 s')
  for (const person of ['dr-lead', 'database-admin', 'infrastructure']) expect(await wasPaged(person)).toBe(true)
  expect(await wasPaged('dr-lead-backup')).toBe(false)

  await desk.press('dr-lead', await desk.page('dr-lead', incident.id), 'next')
  await desk.advance('1 s')
  expect(await wasPaged('dr-lead-backup')).toBe(true)
  expect(await wasPaged('database-admin-backup')).toBe(false)
})

it('hands a page to the person who is named', async () => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  const answer = await desk.type(WHO, `/dr next ${mention('infrastructure-engineer')} she is at her desk`)
  expect(answer).toContain('Infrastructure engineer is asked instead')
  await desk.advance('1 s')
  expect(await wasPaged('infrastructure-engineer')).toBe(true)
  expect(await wasPaged('database-administrator')).toBe(false)
})

it('hands over after an acknowledgement, which no longer counts then', async () => {
  incident = await desk.declare('technical-lead', 'puo-memo cyber-attack')
  await desk.advance('1 min 30 s')
  await desk.type(WHO, '/dr ack')
  await desk.advance('20 min')
  expect((await desk.page(WHO, incident.id)).message.text).toContain('You have acknowledged')
  expect(await wasPaged('dr-lead')).toBe(false)

  await desk.type(WHO, '/dr next I have to board a plane')
  await desk.advance('1 s')
  const { view, events } = await desk.incident()
  expect(view.acknowledged).toEqual([])
  expect(events).toContainEqual(expect.objectContaining({ type: 'declined', person: WHO, handOff: true }))
  expect(await wasPaged('dr-lead')).toBe(true)
  expect((await desk.page(WHO, incident.id)).message.text).toContain('You have passed this on')
  const room = await desk.channel(view.channel!.name)
  expect(room.messages.map((message) => message.text).join('\n')).toContain('hands over: I have to board a plane')
})
