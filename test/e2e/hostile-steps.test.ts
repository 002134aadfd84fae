/** Values that want to be commands and output that wants to be a message: nothing of it does anything, and no secret is seen anywhere. */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exportEvidence } from '../../src/cli/evidence-commands.ts'
import { createLogger } from '../../src/cli/logger.ts'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { type Desk, openDesk } from './desk.ts'
import { filled, type Recovering, recoveringIn } from './recovering.ts'
import { type StepPlan, stepPlan } from './step-plan.ts'

const lines: string[] = []
/** The log as it is written, without the filter of the last resort. */
const logger = createLogger('info', { write: (line) => void lines.push(line) })
const SECRET = 'hunter2-the-secret-of-the-shop'
const HOSTILE = `'; touch $(pwd)/pwned; echo "\`id\`" && $(exit 1) <!channel> @everyone`

let plan: StepPlan
let desk: Desk
let recovering: Recovering
beforeAll(async () => {
  const say = ['node', '-e', 'for (const word of process.argv.slice(1)) console.log(JSON.stringify(word))', '--']
  plan = await stepPlan((folder) => ({
    plan: {
      values: { word: { kind: 'pattern', label: 'Word', pattern: '[^\\n]+' } },
      // Whoever could hear of a secret is told.
      statusPage: { url: 'https://status.shop.example', hostedPageId: 'workshop' },
      pagerduty: { service: 'workshop', routingKeyEnv: 'WORKSHOP_KEY' },
      policies: {
        main: {
          stop: 'acknowledged',
          levels: [
            {
              ...{ id: 'on-call', label: 'On call', after: 'immediately', purpose: 'Find out' },
              ...{ to: [{ role: 'on-call' }], means: ['pagerduty', 'slack', 'sms', 'voice'], nextMeansAfter: '1 min' },
            },
          ],
        },
      },
    },
    steps: [
      {
        ...{ id: 'speak', title: 'Say <!channel> & *bold*', risk: 'read', start: 'manual' },
        do: [{ command: [...say, { value: 'word' }], in: folder, env: { TOKEN: { secret: 'SHOP_TOKEN' } } }],
      },
      {
        ...{ id: 'leak', title: 'Leak', risk: 'read', needs: ['speak'] },
        do: [
          {
            command:
              'echo "token: $TOKEN"; echo "$TOKEN" | base64; echo "<!channel> <@U1> \\`\\`\\` @here"; printf "\\xff\\xfe\\x00\\x1b[31m"; echo "failed with $TOKEN" >&2; exit 3',
            ...{ shell: true, env: { TOKEN: { secret: 'SHOP_TOKEN' } } },
          },
        ],
      },
      {
        ...{ id: 'flood', title: 'Flood', risk: 'read', needs: [], start: 'manual' },
        do: [{ command: ['sh', '-c', 'yes "all work and no play" | head -c 50000000'] }],
      },
      {
        ...{ id: 'deaf', title: 'Will not end', risk: 'read', needs: [], start: 'manual' },
        do: [{ command: ['sh', '-c', `trap '' TERM; echo $$ > ${folder}/pid; while :; do sleep 0.1; done`] }],
      },
    ],
  }))
  const environment = { PATH: process.env.PATH, SHOP_TOKEN: SECRET }
  desk = await openDesk({ plans: [plan.file], runs: 'all', environment, logger })
  const { id } = await desk.declare('on-call-shop', 'workshop trouble critical')
  await desk.advance('1 s')
  recovering = recoveringIn(desk, id)
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

const texts = async () => {
  const room = await desk.channel((await recovering.view()).channel!.name)
  const threads = await Promise.all(
    room.messages.map(
      async ({ ts }) => (await desk.slack.conversations.replies({ channel: room.id, ts })).messages ?? [],
    ),
  )
  return JSON.stringify([room.messages, threads])
}

/** Of the journal and of the texts beside it. */
async function rows() {
  const client = new Client({ connectionString: desk.contract.databaseUrl })
  await client.connect()
  await using _closed = { [Symbol.asyncDispose]: () => client.end() }
  const journal = await client.query(
    'SELECT row_to_json(e)::text AS row FROM muster.event e UNION ALL SELECT row_to_json(p)::text FROM muster.private_text p',
  )
  return journal.rows
}

it('a value reaches its command as it is, and as nothing else', async () => {
  expect(await recovering.step('speak')).toMatchObject({ status: 'waiting', waitsFor: ['a value: Word'] })
  await desk.push('on-call-shop', await recovering.message('speak'), 'step', { value: 'value speak' })
  const [form] = await desk.until(
    () => desk.forms('on-call-shop'),
    (forms) => forms.length > 0,
  )
  const wrong = await desk.submit('on-call-shop', form!, filled(form!, { value: '--eval=1' }))
  expect(JSON.parse(wrong.body)).toMatchObject({
    response_action: 'errors',
    errors: { value: expect.stringContaining('option') },
  })
  expect(await desk.submit('on-call-shop', form!, filled(form!, { value: HOSTILE }))).toMatchObject({ body: '' })
  await desk.advance('2 s')
  await recovering.press('on-call-shop', 'speak', 'step', 'start speak')
  await desk.advance('2 s')
  const speak = await recovering.step('speak')
  expect(speak.status).toBe('succeeded')
  expect(speak.run!.tail).toContain(JSON.stringify(HOSTILE))
  expect(await plan.lines('pwned')).toEqual([])
  // Escaped wherever Slack would make something of it.
  expect(await texts()).not.toMatch(/<!channel>|<!here>|<@U1>/)
})

it('a secret in an output is seen nowhere: not in Slack, mail, text messages, the journal, the texts beside it, nor in the kept output', async () => {
  await desk.until(
    () => recovering.step('leak'),
    (step) => step.status === 'failed',
  )
  await desk.advance('5 s')
  const { run } = await recovering.step('leak')
  expect(run).toMatchObject({ state: 'failed', actions: [{ exitCode: 3 }] })
  expect(run!.tail).toContain('token: ‹secret›')
  const log = await (await fetch(run!.log!)).text()
  expect(log).toContain('failed with ‹secret›')
  const everything = [
    ...[await texts(), log, JSON.stringify(await rows()), JSON.stringify(await desk.mailbox())],
    ...[JSON.stringify(await desk.sms('on-call-shop')), JSON.stringify(await desk.incidents())],
  ]
  for (const text of everything) {
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain(Buffer.from(`${SECRET}\n`).toString('base64'))
  }
})

it('no secret of the settings and no telephone goes out, also while every service fails', {
  timeout: 60_000,
}, async () => {
  for (const service of ['pagerduty', 'twilio', 'email', 'statuspage', 's3'])
    await desk.fault({ service, fault: 'error', status: 401 })
  await desk.type('on-call-shop', '/dr update public We are on it', (await recovering.view()).channel!.id)
  await desk.type('on-call-shop', '/dr page dba-shop please', (await recovering.view()).channel!.id)
  await desk.advance('5 min')
  for (const service of ['pagerduty', 'twilio', 'email', 'statuspage', 's3'])
    await desk.fault({ service, fault: 'off' })
  await desk.advance('5 min')
  await desk.console('on-call-shop', `links ${(await recovering.view()).id} console`)
  await desk.advance('1 min')
  const { consoleUrl, statusUrl, slack, people } = desk.contract
  const { id, troubles } = await recovering.view()
  // What failed has been told, so there was something to leak by.
  expect(JSON.stringify([troubles, await desk.incident()])).toMatch(/401|password|not accept/i)
  const origin = new URL(consoleUrl).origin
  const read = async (url: string, init?: RequestInit) => (await fetch(new URL(url, origin), init)).text()
  const form = { method: 'POST', body: 'To=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  const out: Record<string, string> = {
    slack: await texts(),
    direct: JSON.stringify(await Promise.all(['on-call-shop', 'dba-shop'].map((one) => desk.directMessages(one)))),
    sms: JSON.stringify(await Promise.all(people.map(({ person }) => desk.sms(person)))),
    mail: JSON.stringify((await desk.mailbox()).map(({ subject, text }) => [subject, text])),
    journal: JSON.stringify(await rows()),
    log: lines.join(''),
    timeline: await desk.console('on-call-shop', `timeline ${id} all`),
    // Each call carries the key of the service, which is PagerDuty's own.
    pagerduty: JSON.stringify((await desk.pagerduty.events()).map((event) => ({ ...event, routing_key: '' }))),
    hosted: JSON.stringify(await desk.hostedStatusPage()),
    ...Object.fromEntries(
      await Promise.all(
        [
          statusUrl,
          '/metrics',
          `/console/incidents/${id}`,
          `/console/incidents/${id}/review`,
          '/console/api/incidents',
        ].map(async (url) => [url, await read(url)]),
      ),
    ),
    errors: (
      await Promise.all([
        read('/hooks/twilio/sms', form),
        read(slack.eventsUrl, form),
        read('/hooks/a/none'),
        read('/respond/none'),
        read('/console/api/command', { method: 'POST', body: '{' }),
      ])
    ).join('\n'),
  }
  const secrets = [SECRET, ...secretsIn(desk.sandbox.settings)]
  expect(secrets.length).toBeGreaterThan(10)
  const phones = people.map(({ phone }) => phone)
  const leaks = Object.entries(out).flatMap(([where, text]) =>
    [...secrets, ...phones].filter((one) => text.includes(one)).map((one) => `${where}: ${one}`),
  )
  expect(leaks).toEqual([])
  // Each of them was there to be read.
  for (const [where, text] of Object.entries(out)) expect(text.length, where).toBeGreaterThan(2)
  // An archive holds the plan, and by that telephones; secrets are in none of its files.
  const archive = await archived(desk.contract.databaseUrl)
  expect(archive).toContain(id)
  expect(secrets.filter((one) => archive.includes(one))).toEqual([])
})

/** Everything that is on record, with what people wrote, as an auditor gets it. */
async function archived(connectionString: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-archive-'))
  await using open = new AsyncDisposableStack()
  open.defer(() => rm(folder, { recursive: true }))
  const backing = createPostgresBacking({ connectionString, queues: {} })
  open.defer(() => backing.stop())
  const out = path.join(folder, 'all.tar')
  const [write, complain] = [() => {}, () => {}]
  const span = { since: '2020-01-01', until: '2099-12-31', texts: true }
  expect(await exportEvidence({ storage: backing.storage }, { ...span, out, write, complain })).toBe(0)
  return readFile(out, 'utf8')
}

/** By the names of the settings, and the passwords in addresses. */
function secretsIn(at: unknown, name = ''): string[] {
  if (typeof at === 'string') {
    const password = URL.parse(at)?.password
    if (password) return [password]
    return /secret|token|apiKey|routingKeys|privateKey|signingKey/i.test(name) ? [at] : []
  }
  if (typeof at !== 'object' || at === null) return []
  return Object.entries(at).flatMap(([key, one]) => secretsIn(one, name === 'routingKeys' ? name : key))
}

it('50 MB of output are shown as their end, and kept up to a limit', { timeout: 60_000 }, async () => {
  await recovering.press('on-call-shop', 'flood', 'step', 'start flood')
  const flood = await desk.until(
    () => recovering.step('flood'),
    (step) => step.status === 'succeeded' || step.status === 'failed',
  )
  expect(flood.status).toBe('succeeded')
  expect(flood.run!.tail!.length).toBeLessThanOrEqual(3_100)
  // Its thread has one message, edited in place, which ends with how it ended.
  const { channel, message } = await recovering.message('flood')
  const [, ...shown] = await desk.until(
    async () => (await desk.slack.conversations.replies({ channel, ts: message.ts })).messages ?? [],
    (thread) => JSON.stringify(thread).includes('Done.'),
  )
  expect(shown).toHaveLength(1)
  expect(JSON.stringify(shown)).toContain('all work and no play')
  expect(JSON.stringify(shown).length).toBeLessThanOrEqual(8_000)
})

it('what does not want to end is ended when somebody presses Cancel', { timeout: 60_000 }, async () => {
  await recovering.press('on-call-shop', 'deaf', 'step', 'start deaf')
  await desk.until(
    () => plan.lines('pid'),
    (lines) => lines.length > 0,
  )
  const [pid] = await plan.lines('pid')
  expect(await desk.type('on-call-shop', '/dr step cancel deaf', (await recovering.view()).channel!.id)).toContain(
    'being stopped',
  )
  // Ten seconds are left to it between TERM and KILL.
  for (let tries = 0; tries < 3 && (await recovering.step('deaf')).status !== 'failed'; tries++) {
    await desk
      .until(
        () => recovering.step('deaf'),
        (step) => step.status === 'failed',
      )
      .catch(() => undefined)
  }
  expect(await recovering.step('deaf')).toMatchObject({
    status: 'failed',
    run: { reason: 'stopped by Shop on-call' },
  })
  expect(() => process.kill(Number(pid), 0)).toThrow()
})
