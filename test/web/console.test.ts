import { expect, test } from 'vitest'
import { openDesk } from '../commands/desk.ts'
import { bank, shop } from '../commands/plans.ts'
import { ORIGIN, openSite } from './site.ts'

test('a command runs as the person who gives it, and the answer comes with and without markup', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  const response = await site.command({ command: 'declare', words: 'database-corruption queries fail', person: 'tina' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    ok: true,
    incident: 'DR-20261205-1000',
    text: expect.stringMatching(/^\*DR-20261205-1000 is open\*/),
    plain: expect.stringMatching(/^DR-20261205-1000 is open: Critical/),
  })
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({ declared: { by: { id: 'tina' } } })
  await desk.engine.settle()
  const { plain } = (await (await site.command({ command: 'ack DR-20261205-1000', person: 'olga' })).json()) as {
    plain: string
  }
  expect(plain).toContain('Channel: #dr-channel')
})

test('incidents as JSON: view, what is owed to the millisecond, and the journal', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  expect(await site.json('/console/api/incidents')).toEqual([])
  await desk.type('declare database-corruption')
  const found = await site.json('/console/api/incidents/dr-20261205-1000')
  expect(found).toMatchObject({
    view: { id: 'DR-20261205-1000', phase: 'open' },
    owed: expect.arrayContaining([
      expect.objectContaining({
        due: '2026-12-05T10:15:00.000Z',
        what: 'page Level 2',
        effect: expect.objectContaining({ kind: 'reach-level' }),
      }),
    ]),
    events: expect.arrayContaining([expect.objectContaining({ type: 'declared', seq: 1 })]),
  })
  expect(await site.json('/console/api/incidents')).toHaveLength(1)
  await desk.type('resolve')
  expect(await site.json('/console/api/incidents')).toEqual([])
  expect(await site.json('/console/api/incidents?all=1')).toHaveLength(1)
  expect((await site.get('/console/api/incidents/DR-20200101-0000')).status).toBe(404)
})

test('whoever is in the plan of an open incident can act in it, also when the plan has been retired since', async () => {
  const desk = await openDesk(shop, bank)
  const site = openSite(desk)
  await desk.type('declare shop database-corruption')
  desk.files.plans = [{ ...bank, people: {} }]
  await desk.services.reloadPlans(true)
  expect((await site.command({ command: 'ack', person: 'olga' })).status).toBe(200)
  await desk.type('resolve')
  expect((await site.command({ command: 'status', person: 'olga' })).status).toBe(400)
})

test('the same key acts once', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  const body = { command: 'declare separate database-corruption', person: 'olga', key: 'once' }
  await site.command(body)
  await site.command(body)
  expect(await desk.services.incidents()).toHaveLength(1)
})

test.each([
  [{}, 400],
  [{ command: 'ack', person: 'stranger' }, 400],
  [{ command: 'x'.repeat(20_000) }, 400],
  [{ command: 'stauts' }, 200],
])('a body that is no command is refused with a sentence: %j', async (body, status) => {
  const response = await openSite(await openDesk(shop)).command(body)
  expect(response.status).toBe(status)
  expect(await response.text()).toMatch(/\w/)
})

test('in production nothing answers without the token, in any of its two forms', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk, { kind: 'token', token: 'correct horse' })
  expect((await site.get('/console')).status).toBe(401)
  expect((await site.get('/console/api/incidents')).status).toBe(401)
  expect((await site.command({ command: 'declare' })).status).toBe(401)
  expect((await site.get('/console', { authorization: 'Bearer correct' })).status).toBe(401)
  expect((await site.get('/console/api/incidents', { authorization: 'Bearer correct horse' })).status).toBe(401)
  const bearer = openSite(desk, { kind: 'token', token: 'correct-horse' })
  expect((await bearer.get('/console/api/incidents', { authorization: 'Bearer correct-horse' })).status).toBe(200)
  const basic = `Basic ${Buffer.from('tina:correct-horse').toString('base64')}`
  await bearer.command({ command: 'declare database-corruption' }, { authorization: basic })
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({ declared: { by: { id: 'tina' } } })
})

test('without a token in the configuration the console is not there; the status page is', async () => {
  const site = openSite(await openDesk(shop), { kind: 'off' })
  const response = await site.get('/console/api/incidents')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('MUSTER_CONSOLE_TOKEN')
  expect((await site.get('/status')).status).toBe(200)
})

async function submitForm(site: ReturnType<typeof openSite>, form: Record<string, string>, origin: string) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
  return site.web.request(`${ORIGIN}/console`, { method: 'POST', headers, body: new URLSearchParams(form).toString() })
}

test('the pages: a command typed in the form is answered on the incident it was about', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  expect(await (await site.get('/console')).text()).toContain('None.')
  const form = { command: 'declare database-corruption <b>queries</b>', person: 'olga' }
  const page = await (await submitForm(site, form, ORIGIN)).text()
  expect(page).toContain('DR-20261205-1000 is open')
  expect(page).toContain('Level 2')
  expect(page).not.toContain('<b>queries')
  expect(await (await site.get('/console')).text()).toContain('/console/incidents/DR-20261205-1000')
  expect((await site.get('/console/incidents/dr-20261205-1000')).status).toBe(200)
})

test('a form on a foreign page cannot give commands', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  const form = { command: 'declare database-corruption', person: 'olga' }
  expect((await submitForm(site, form, 'https://evil.example.com')).status).toBe(403)
  const sneaked = await site.web.request(`${ORIGIN}/console/api/command`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', origin: 'https://evil.example.com' },
    body: JSON.stringify(form),
  })
  expect(sneaked.status).toBe(403)
  expect(await desk.services.incidents({ all: true })).toEqual([])
})

test('an incident of which nobody knows yet what it is has words in the list, too', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare shop minor')
  const page = await (await openSite(desk).get('/console')).text()
  expect(page).toContain(', scenario not known yet')
  expect(page).not.toMatch(/, <\//)
})
