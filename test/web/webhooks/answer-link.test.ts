import { afterEach, beforeEach, expect, it } from 'vitest'
import { signLink } from '../../../src/adapters/page-credentials.ts'
import { SECRET } from '../../adapters/incident.ts'
import { MINUTE } from '../../incident/story.ts'
import { openSwitchboard, type Switchboard } from './switchboard.ts'

let board: Switchboard
beforeEach(async () => {
  board = await openSwitchboard()
})
afterEach(() => board.close())

const link = (lifetimeMs = 60 * MINUTE) => {
  const { story } = board.desk
  const page = { incident: story.state.id, page: '0/one/olga', person: 'olga' }
  return `${board.url}/a/${signLink(SECRET, 'answer', page, story.nowMs + lifetimeMs)}`
}
/** Opens the link; what is given back presses a button of this one page. */
async function open(url: string) {
  const page = await (await fetch(url)).text()
  const nonce = /name="nonce" value="(\w+)"/.exec(page)?.[1] ?? ''
  return (choice: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ choice, nonce }) })
}
const press = async (url: string, choice: string) => (await open(url))(choice)
const commands = () => board.desk.asked.map(({ command }) => command)

it('opening the link shows what it is about and changes nothing', async () => {
  const response = await fetch(link())
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toContain('Critical: Shop: queries fail')
  expect(page.match(/<button/g)).toHaveLength(2)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(commands()).toEqual([])
})

it('pressing the first button acknowledges, pressing it twice acts once', async () => {
  const press = await open(link())
  for (const pressed of [await press('acknowledge'), await press('acknowledge')]) {
    expect(pressed.status).toBe(200)
    expect(await pressed.text()).toContain('You have DR-20261205-1000.')
  }
  expect(commands()).toEqual([
    expect.objectContaining({ type: 'acknowledge', person: 'olga', by: { person: 'olga', id: 'mail', via: 'email' } }),
  ])
})

it('pressing the second button calls the next one', async () => {
  expect(await (await press(link(), 'decline')).text()).toContain('the next one is called')
  expect(Object.values(board.desk.story.state.pages).map(({ person }) => person)).toContain('otto')
})

it('says who has it now: taken, passed on and taken again', async () => {
  const url = link()
  const first = await open(url)
  await first('acknowledge')
  await press(url, 'decline')
  const late = await first('acknowledge')
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('you do not have DR-20261205-1000 any more')
  expect(board.desk.story.state.acknowledgements).toEqual({})
  expect(await (await press(url, 'acknowledge')).text()).toContain('You have DR-20261205-1000.')
  expect(board.desk.story.state.acknowledgements).toHaveProperty('olga')
})

it('the mail that was there first also answers the question after a silence', async () => {
  await board.close()
  board = await openSwitchboard(undefined, { policy: { silence: { after: '30 min', answerWithin: '10 min' } } })
  const { story } = board.desk
  const url = link()
  await press(url, 'acknowledge')
  story.until(35 * MINUTE)
  expect(story.state.asked).toMatchObject({ person: 'olga' })
  expect(await (await press(url, 'acknowledge')).text()).toContain('You have DR-20261205-1000.')
  expect(story.state.asked).toBeNull()
})

it('a link runs out by the program’s clock', async () => {
  const url = link(MINUTE)
  board.desk.story.nowMs += 2 * MINUTE
  expect((await fetch(url)).status).toBe(410)
  expect((await press(url, 'acknowledge')).status).toBe(410)
  expect(commands()).toEqual([])
})

it('a link that we did not make, and a choice that there is not, change nothing', async () => {
  expect((await press(`${link()}x`, 'acknowledge')).status).toBe(404)
  expect((await fetch(`${board.url}/a/anything`)).status).toBe(404)
  expect((await press(link(), 'explode')).status).toBe(400)
  expect(commands()).toEqual([])
})

it('what people wrote is shown, not interpreted', async () => {
  await board.close()
  board = await openSwitchboard(undefined, {
    story: { declare: { seen: { private: '<script>alert(1)</script>' }, mode: 'drill' } },
  })
  const page = await (await fetch(link())).text()
  expect(page).toContain('&lt;script&gt;')
  expect(page).toContain('DRILL: this is an exercise.')
})
