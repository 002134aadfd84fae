import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailSim, type ReceivedMail, startMailSim } from '../../../sim/mail/mail.ts'
import { createEmailCarriers, type EmailOptions } from '../../../src/adapters/email/email-carriers.ts'
import { verifyLink } from '../../../src/adapters/page-credentials.ts'
import { testPlanInput } from '../../incident/test-plan.ts'
import { getJson, surroundings } from '../../sim/surroundings.ts'
import { type Desk, openDesk, SECRET, templates } from '../incident.ts'

let around: ReturnType<typeof surroundings>
let sim: MailSim
let desk: Desk
beforeEach(async () => {
  around = surroundings()
  sim = await startMailSim({ ...around, credentials: { user: 'muster', pass: 'pass' } })
  desk = openDesk()
})
afterEach(() => sim.close())

const carriers = (webhooksUrl?: string, user = '', more: Partial<EmailOptions> = {}) =>
  createEmailCarriers({
    url: `smtp://${user}${sim.smtp.host}:${sim.smtp.port}`,
    from: 'Muster <muster@example.com>',
    replyTo: 'team@example.com',
    messages: templates(),
    secret: SECRET,
    perSecond: 1_000,
    ...more,
    ...(webhooksUrl !== undefined && { webhooksUrl }),
  })
const mails = async () => (await getJson(sim.mailboxUrl)) as ReceivedMail[]
const mailOlga = (webhooksUrl?: string) => carriers(webhooksUrl).page(desk.page('olga', 'email'), desk.carrying())

describe('a page by mail', () => {
  it('says why, and carries a link that is good for this page alone', async () => {
    expect(await mailOlga('https://muster.example/hooks')).toMatchObject({ ok: true })
    const [mail] = await mails()
    expect(mail).toMatchObject({ to: ['olga@example.com'], subject: '[Critical] Shop needs you: DR-20261205-1000' })
    expect(mail?.text).toContain('Why you: Look at it.')
    expect(mail?.html).toContain('<strong>Why you:</strong> Look at it.')
    const token = mail?.links[0]?.replace('https://muster.example/hooks/a/', '') ?? ''
    expect(verifyLink(SECRET, 'answer', token, desk.story.nowMs)).toEqual({
      ok: true,
      link: { incident: 'DR-20261205-1000', page: '0/one/olga', person: 'olga' },
    })
  })

  it('says how to answer without one where we cannot be reached', async () => {
    await mailOlga()
    const [mail] = await mails()
    expect(mail?.links).toEqual([])
    expect(mail?.text).toContain('Acknowledge in Slack with /dr ack DR-20261205-1000')
  })

  it.each([
    [
      { fault: 'error' as const, status: 550 },
      { ok: false, permanent: true, reason: 'The mail server refused the mail for good (550).' },
    ],
    [
      { fault: 'error' as const, status: 451 },
      { ok: false, reason: 'The mail server refused the mail for now (451).' },
    ],
    [{ fault: 'down' as const }, { ok: false, reason: expect.stringMatching(/^The mail server cannot be reached/) }],
  ])('says what was wrong: %o', async (fault, outcome) => {
    around.faults.set({ service: 'email', ...fault })
    expect(await mailOlga()).toMatchObject(outcome)
  })

  it('is no fault of the recipient when our password is wrong: asked again in a minute, when somebody may have put it right', async () => {
    const { page } = carriers(undefined, 'muster:wrong@')
    expect(await page(desk.page('olga', 'email'), desk.carrying())).toMatchObject({
      ok: false,
      reason: 'The mail server does not accept our credentials (535).',
      retryAtMs: expect.any(Number),
    })
  })

  it('gives up when the attempt is over', async () => {
    around.faults.set({ service: 'email', fault: 'slow', delayMs: 5_000 })
    const over = new AbortController()
    const outcome = carriers().page(desk.page('olga', 'email'), desk.carrying({ signal: over.signal }))
    over.abort()
    expect(await outcome).toMatchObject({ ok: false, reason: 'The mail server did not answer in time.' })
  })
})

describe('an audience by mail', () => {
  const withCustomers = (emails: string[]) => ({
    plan: {
      audiences: {
        customers: { label: 'Customers', external: true, emails, people: ['tina'], roles: ['commander'] },
        support: testPlanInput.audiences.support,
      },
    },
  })
  const effect = { kind: 'notify', notice: 'customers', means: 'email', moment: 'initial', nth: 0, dueMs: 0 } as const

  it('gets one mail each, none of which shows another recipient', async () => {
    desk = openDesk(withCustomers(['one@customer.example', 'two@customer.example']))
    expect(await carriers().notify(effect, desk.carrying())).toEqual({
      ok: true,
      detail: { total: 4, sent: 4, failed: 0, failures: [] },
    })
    const received = await mails()
    // Dora declared the incident and leads until a commander takes over: the role's mail is hers for now.
    expect(received.map(({ to }) => to).toSorted()).toEqual([
      ['dora@example.com'],
      ['one@customer.example'],
      ['tina@example.com'],
      ['two@customer.example'],
    ])
    for (const mail of received) {
      const [to] = mail.to
      const others = received.flatMap((one) => one.to).filter((address) => address !== to)
      for (const other of others) expect(JSON.stringify(mail)).not.toContain(other)
    }
  })

  it('counts recipients whom the server refuses, without their addresses', async () => {
    desk = openDesk(withCustomers(['one@customer.example', 'two@customer.example']))
    around.faults.set({ service: 'email', fault: 'error', status: 550, count: 1 })
    const outcome = await carriers().notify(effect, desk.carrying())
    expect(outcome).toMatchObject({ ok: true, detail: { sent: 3, failed: 1 } })
    expect(JSON.stringify(outcome)).not.toContain('@')
  })

  it('fails as a whole, to be tried again, only when nobody was reached', async () => {
    desk = openDesk(withCustomers(['one@customer.example']))
    around.faults.set({ service: 'email', fault: 'error', status: 451 })
    const outcome = await carriers().notify(effect, desk.carrying())
    expect(outcome).toMatchObject({ ok: false, reason: 'The mail server refused the mail for now (451).' })
    expect(outcome).not.toHaveProperty('permanent')
  })

  it('is told again where the server was busy, and only there', async () => {
    desk = openDesk(withCustomers(['one@customer.example', 'two@customer.example']))
    around.faults.set({ service: 'email', fault: 'error', status: 451, count: 1 })
    const first = await carriers().notify(effect, desk.carrying())
    expect(first).toMatchObject({ ok: false, detail: { sent: 3, failed: 1 } })
    if (first.ok || !first.detail) throw new Error('there is nothing to go on from')
    expect(await carriers().notify(effect, desk.carrying({ before: first.detail }))).toEqual({
      ok: true,
      detail: { total: 4, sent: 4, failed: 0, failures: [] },
    })
    expect(new Set((await mails()).map(({ to }) => String(to))).size).toBe(4)
    expect(await mails()).toHaveLength(4)
  })

  it('is refused when the plan has no address for it', async () => {
    const notices = [
      { id: 'customers', audience: 'support', means: ['email'], templates: { initial: 'internal-alert' } },
    ]
    desk = openDesk({ plan: { notices } })
    expect(await carriers().notify(effect, desk.carrying())).toEqual({
      ok: false,
      permanent: true,
      reason: 'Support has no mail address in the plan.',
    })
  })
})

it('a test and the question after a silence go by mail too', async () => {
  const { plan, story } = desk
  const at = { atMs: story.nowMs, signal: AbortSignal.timeout(5_000) }
  expect(await carriers().test({ plan, person: 'olga', ...at })).toMatchObject({ ok: true })
  await carriers().askAgain({ kind: 'ask-again', person: 'olga' }, desk.carrying())
  expect((await mails()).map(({ subject }) => subject)).toEqual([
    'Test: Muster can reach you',
    'Are you still on DR-20261205-1000?',
  ])
})
