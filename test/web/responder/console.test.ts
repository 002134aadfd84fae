/** The responder console on the real engine in memory: every command answers there, nothing destructive happens without a code, and nobody is in it who should not be. */
import type { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../../commands/registry.ts'
import { confirmationCode, signConsoleLink } from '../../../src/adapters/console-credentials.ts'
import type { Event } from '../../../src/incident/events.ts'
import { createResponderConsole } from '../../../src/web/responder/routes.ts'
import { type Desk, MINUTE, openDesk } from '../../commands/desk.ts'
import { approved, byHand, recoveryPlan } from '../../incident/recovery/recovery-plan.ts'
import { testPlanInput } from '../../incident/test-plan.ts'

const SECRET = 'a secret of at least sixteen characters'
const ORIGIN = 'https://muster.example'
const ID = 'DR-20261205-1000'
const HOUR = 60 * MINUTE

let desk: Desk
let app: Hono
let keys: number
let faults: unknown[]

const plan = () =>
  recoveryPlan({
    steps: [
      approved('wipe', {}, { needs: [], risk: 'destructive' }),
      byHand('call', { needs: [] }),
      byHand('burn', { needs: [], risk: 'destructive' }),
    ],
    validation: [byHand('eyes')],
    plan: {
      components: { orders: { label: 'Orders' }, stock: { label: 'Stock' }, mail: { label: 'Mail' } },
      policies: { main: { ...testPlanInput.policies.main, silence: { after: '10 min', answerWithin: '5 min' } } },
    },
  })

beforeEach(async () => {
  desk = await openDesk(plan())
  keys = 0
  faults = []
  app = createResponderConsole({
    ...{ services: desk.services, secret: SECRET, publicUrl: () => ORIGIN, nowMs: desk.clock.now },
    ...{ newKey: () => `k${++keys}`, runLog: async () => undefined },
    logger: { error: (detail) => faults.push(detail) },
  })
  await desk.type('declare database-corruption critical queries fail')
})

const post = (path: string, body: Record<string, string> | [string, string][], headers: Record<string, string> = {}) =>
  app.request(`${ORIGIN}${path}`, {
    ...{ method: 'POST', body: new URLSearchParams(body) },
    headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
const tokenOf = (person: string, link = 'moved-1-sms') =>
  signConsoleLink(SECRET, { incident: ID, person, link }, desk.clock.now() + 12 * HOUR)

async function signIn(person: string, link?: string) {
  const opened = await post(`/respond/${tokenOf(person, link)}`, {})
  expect(opened.status).toBe(303)
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
  return {
    cookies: opened.headers.get('set-cookie') ?? '',
    get: (section = '') => app.request(`${ORIGIN}/respond/i/${ID}${section}`, { headers: { cookie } }),
    async say(body: [string, string][]) {
      return (await post(`/respond/i/${ID}`, body, { cookie })).text()
    },
    async act(command: string, more: Record<string, string> = {}) {
      const response = await post(`/respond/i/${ID}`, { command, key: `press-${++keys}`, ...more }, { cookie })
      await desk.engine.settle()
      return { status: response.status, html: await response.text() }
    },
  }
}
const typesOf = async () => (await desk.services.events(ID)).map(({ type }) => type)
const codeFor = async (person: string) => {
  const state = (await desk.services.state(ID))!.state
  const [challenge, { thing }] = Object.entries(state.console.codes).at(-1)!
  return { challenge, code: confirmationCode(SECRET, { incident: ID, person, challenge, thing }) }
}

describe('a session', () => {
  it('is a cookie that no script reads, no other site sends and no other incident gets', async () => {
    const { cookies, get } = await signIn('tina')
    expect(cookies).toContain(`Path=/respond/i/${ID}`)
    for (const mark of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Max-Age=43200']) expect(cookies).toContain(mark)
    const page = await get()
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'sha256-[^ ]+';/)
  })

  it('is over for whoever has left the plan in force, after 12 hours, and a week after the end', async () => {
    const tina = await signIn('tina')
    const { tina: _gone, ...people } = plan().people
    desk.files.plans = [{ ...plan(), people }]
    await desk.registry.reload(true)
    const left = await tina.get()
    expect(left.status).toBe(401)
    expect(await left.text()).toContain('no longer among the people')
    expect((await post(`/respond/${tokenOf('tina', 'asked-1-sms')}`, {})).status).toBe(403)
    expect((await tina.act('note', { words: 'still here' })).status).toBe(401)

    const dora = await signIn('dora')
    expect((await dora.get()).status).toBe(200)
    desk.clock.moveTo(desk.clock.now() + 12 * HOUR + 1)
    expect((await dora.get()).status).toBe(401)
    await desk.type('cancel false alarm')
    const late = await signIn('dora', 'asked-2-sms')
    expect((await late.get('/timeline')).status).toBe(200)
    desk.clock.moveTo(desk.clock.now() + 8 * 24 * HOUR)
    expect((await post(`/respond/${tokenOf('dora', 'asked-3-sms')}`, {})).status).toBe(403)
  })
})

/** What must not happen without a code. */
const WITH_CODE: ReadonlySet<Event['type']> = new Set(['step-approved', 'break-glass-used', 'cancelled', 'merged'])

describe('a command', () => {
  it('of every name answers with a sentence or a form, alone and with words, and none does anything destructive', async () => {
    const dora = await signIn('dora')
    const words = [
      '',
      'x',
      'wipe Shop',
      'wipe break-glass Shop no time',
      'false alarm',
      'start burn',
      'DR-20200101-0000',
    ]
    for (const { name } of commands) {
      for (const typed of words) {
        // After the end there is nothing to press; a rehearsal takes its time and touches nothing.
        if (name === 'resolve' || name === 'rehearse') continue
        const { status, html } = await dora.act(name, { words: typed, section: 'ladder' })
        expect([200, 409, 422], `${name} ${typed}`).toContain(status)
        const shown = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
        expect(shown, `${name} ${typed}`).not.toMatch(/undefined|\[object|NaN/)
      }
    }
    expect(faults).toEqual([])
    expect((await typesOf()).filter((type) => WITH_CODE.has(type))).toEqual([])
    expect((await desk.services.system()).held).toBeNull()
    expect((await desk.services.incidents()).map(({ id }) => id)).toEqual([ID])
  })

  it('that approves goes through with the code, once, and not with one for something else', async () => {
    const dora = await signIn('dora')
    const asked = await dora.act('approve', { words: 'wipe Shop', key: 'one' })
    expect(asked.html).toContain('A code to confirm it')
    const { challenge, code } = await codeFor('dora')
    const other = await dora.act('cancel', { words: 'false alarm', challenge, code })
    expect(other.status).toBe(422)
    expect((await dora.act('approve', { words: 'wipe Shop', challenge, code: '12' })).status).toBe(422)
    const done = await dora.act('approve', { words: 'wipe Shop', key: 'one', challenge, code })
    expect(done.html).toContain('Approved')
    const types = await typesOf()
    expect(types.filter((type) => type === 'step-approved')).toHaveLength(1)
    expect(types).not.toContain('cancelled')
    expect((await desk.services.events(ID)).find(({ type }) => type === 'step-approved')?.by).toMatchObject({
      ...{ person: 'dora', via: 'console' },
    })
  })

  it('that holds everything wants a code, that lets go wants none', async () => {
    const dora = await signIn('dora')
    await dora.act('hold', { words: 'runaway' })
    expect((await desk.services.system()).held).toBeNull()
    await dora.act('hold', { words: 'runaway', ...(await codeFor('dora')) })
    expect((await desk.services.system()).held).not.toBeNull()
    expect((await dora.act('approve', { words: 'wipe Shop' })).html).toContain('Everything outgoing is held')
    await dora.act('hold', { words: 'off' })
    expect((await desk.services.system()).held).toBeNull()
  })

  it('that ends the incident first shows who hears of it, however it is typed, and is done once that has been seen', async () => {
    await desk.advance(16 * MINUTE)
    const dora = await signIn('dora')
    expect((await dora.act('resolve')).html).toContain('1 check has not passed')
    await desk.type('check pass eyes')
    const shown = await dora.act('resolve', { section: 'more' })
    expect(shown.html).toContain('<li>Support, by Slack</li>')
    expect(shown.html).toContain('<li>Customers, by mail</li>')
    expect(shown.html).toContain('<li>Whoever reads the public status page, and its subscribers</li>')
    for (const typed of ['resolved all is well', `${ID} resolve`, `resolve ${ID} public all is well`]) {
      expect((await dora.act(typed)).html, typed).toContain(`Resolve ${ID}?`)
    }
    expect((await desk.services.view(ID))?.phase).toBe('open')
    await dora.act('resolve', { sure: '1', more: 'the index is built anew' })
    const view = await desk.services.view(ID)
    expect([view?.phase, view?.updates.at(-1)?.text]).toEqual(['resolved', 'the index is built anew'])
    expect((await dora.act('resolve')).html).not.toContain(`Resolve ${ID}?`)
  })

  it('answers by the name of the step, without the digest that its button carries', async () => {
    const dora = await signIn('dora')
    const steps = (await desk.services.view(ID))?.recovery?.steps ?? []
    const wipe = steps.find(({ id }) => id === 'wipe')?.actions.find(({ command }) => command === 'approve')
    expect(wipe?.words).toMatch(/^wipe @[0-9a-f]{16}$/)
    const words = `${wipe?.words} Shop`
    await dora.act('approve', { words })
    const { html } = await dora.act('approve', { words, ...(await codeFor('dora')) })
    expect(html).toContain('<h2>Done: approve “Change wipe” Shop</h2>')
  })

  it('is not offered to who has acknowledged already', async () => {
    const dora = await signIn('dora')
    const offers = async () =>
      Promise.all(
        ['', '/ladder'].map(async (part) => /<button[^>]*>Acknowledge/.test(await (await dora.get(part)).text())),
      )
    expect(await offers()).toEqual([true, true])
    await dora.act('ack')
    expect(await offers()).toEqual([false, false])
    expect(await (await dora.get()).text()).toContain('You have it.')
    const tina = await signIn('tina')
    expect(await (await tina.get()).text()).toContain('Acknowledge too')
  })

  it('answers whether they are still on it, when that is the question', async () => {
    const dora = await signIn('dora')
    await dora.act('ack')
    const pages = () => Promise.all(['', '/ladder'].map(async (part) => (await dora.get(part)).text()))
    await desk.advance(11 * MINUTE)
    for (const page of await pages()) expect(page).toMatch(/<button[^>]*>Still on it/)
    expect((await pages())[0]).toContain('Are you still on it? Without an answer others are called.')
    expect((await pages())[0]).not.toContain('You have it.')
    await dora.act('ack')
    for (const page of await pages()) expect(page).not.toMatch(/<button[^>]*>(Still on it|Acknowledge)/)
    expect((await pages())[0]).toContain('You have it.')
  })

  it('from a form that was filled in wrongly shows the form again, with what was typed', async () => {
    const dora = await signIn('dora')
    const form = await dora.act('severity')
    expect(form.html).toContain('name="v.severity"')
    const wrong = await dora.act('step', {
      form: '1',
      from: 'skip call',
      'v.do': 'skip',
      'v.step': 'call',
      'v.text': '',
    })
    expect(wrong.html).toContain('Say why.')
    expect(wrong.html).toContain('name="v.text"')
  })

  it('from a form takes each box that is ticked, and shows them so again', async () => {
    const dora = await signIn('dora')
    const form: [string, string][] = [
      ['form', '1'],
      ['v.plan', 'shop'],
      ['v.separate', 'yes'],
      ['v.components', 'mail'],
      ['v.components', 'orders'],
    ]
    const wrong = await dora.say([...form, ['command', 'declare'], ['key', 'wrong'], ['v.severity', 'none']])
    const ticked = [...wrong.matchAll(/name="v.components" value="(\w+)" checked/g)].map(([, component]) => component)
    expect(ticked).toEqual(['orders', 'mail'])
  })

  it('from another site is refused', async () => {
    const dora = await signIn('dora')
    expect((await dora.get()).status).toBe(200)
    const foreign = await post(`/respond/${tokenOf('dora', 'asked-9-sms')}`, {}, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
  })
})
