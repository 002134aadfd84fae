/**
 * An upgrade without anybody noticing: two real processes on a real database, commands all along. The old replica is told to stop while the new one runs; no command fails,
 * no page is lost or made twice, and the old one is gone within ten seconds.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createFaults } from '../../sim/faults/faults.ts'
import { type ReceivedMail, startMailSim } from '../../sim/mail/mail.ts'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { emptyDatabase } from '../postgres.ts'
import { serve } from './served.ts'
import { openTraceSink } from './trace-sink.ts'

const TOKEN = 'token-of-the-console-0123'

/** Fifty incidents may be declared in a minute. Each is of a plan and a person of its own: pages to one person would be bundled. */
const PLANS = 45

const planOf = (n: number) => `
muster: 1
id: shop-${n}
system: { name: Shop ${n} }
zone: UTC
objectives: { rto: 4 hours, rpo: 1 hour }
severities: [{ id: high, label: High, rank: 1 }]
defaultSeverity: high
people:
  ana: { name: Ana, email: ana-${n}@example.com }
commander: lead
roles:
  lead: { label: Lead, holders: [ana] }
policy: main
policies:
  main:
    stop: acknowledged
    levels: [{ id: lead, label: Lead, after: immediately, to: [{ role: lead }], means: [email], purpose: Take the lead }]
scenarios:
  outage: { title: Outage }
`

async function surroundings() {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-upgrade-'))
  for (let n = 0; n <= PLANS; n++) await writeFile(path.join(folder, `shop-${n}.yaml`), planOf(n))
  const mails: ReceivedMail[] = []
  const faults = createFaults()
  const mail = await startMailSim({
    ...{ credentials: { user: 'muster', pass: 'secret' }, faults, clock: wallClock },
    onMail: (one) => mails.push(one),
  })
  const database = await emptyDatabase()
  const sink = await openTraceSink()
  onTestFinished(async () => {
    await sink.close()
    await mail.close()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })
  const env = {
    ...{ MUSTER_SECRET: 'secret-of-muster-0123456789', MUSTER_CONSOLE_TOKEN: TOKEN, DATABASE_URL: database.url },
    ...{ MUSTER_PLANS: folder, MUSTER_HOST: '127.0.0.1', MUSTER_PORT: '0' },
    ...{ SMTP_URL: `smtp://${mail.smtp.host}:${mail.smtp.port}`, MAIL_FROM: 'muster@example.com' },
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  }
  return { env, mails, sink, faults, databaseUrl: database.url }
}

/** Sends each command to a replica that was ready when it was last asked, in turns, as a load balancer does; never a second time. */
function createBalancer(urls: string[]) {
  let ready = [...urls]
  let turn = 0
  return {
    add: (url: string) => urls.push(url),
    async look() {
      const asked = urls.map(async (url) => {
        const answer = await fetch(`${url}/readyz`).catch(() => undefined)
        return answer?.ok ? [url] : []
      })
      ready = (await Promise.all(asked)).flat()
      return ready
    },
    async type(command: string): Promise<string> {
      const url = ready[turn++ % ready.length]
      const response = await fetch(`${url}/console/api/command`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ command, person: 'ana' }),
      })
      return response.ok ? ((await response.json()) as { plain: string }).plain : `failed with ${response.status}`
    },
  }
}

test('the old replica goes and the new one comes under load, and nobody notices', { timeout: 120_000 }, async () => {
  const { env, mails, sink, faults, databaseUrl } = await surroundings()
  const old = await serve(env)
  // What a newer version adds to the tables before it is started.
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  // One by one: together they would hold one table while they wait for the other, and so would the replica.
  await client.query("ALTER TABLE muster.event ADD COLUMN later text DEFAULT 'new'")
  await client.query('ALTER TABLE muster.stream ADD COLUMN later text')
  await client.end()

  const balancer = createBalancer([old.url])
  const answers: string[] = []
  let done = false
  let next = 0
  const user = async (name: string) => {
    let incident = ''
    for (let n = 0; !done; n++) {
      const declares = n % 8 === 0 && next < PLANS
      const answer = await balancer.type(
        declares ? `declare shop-${next++} outage number ${n} of ${name}` : `note ${incident} look ${n} of ${name}`,
      )
      answers.push(answer)
      incident = /^(DR-[\d-]+) is open/.exec(answer)?.[1] ?? incident
    }
  }
  const balancing = (async () => {
    while (!done) await balancer.look()
  })()
  const users = [user('ana'), user('ben')]
  const began = () => answers.length
  await expect.poll(began).toBeGreaterThan(20)
  const fresh = await serve(env)
  balancer.add(fresh.url)
  await expect.poll(balancer.look).toEqual([old.url, fresh.url])

  const ended = old.terminate()
  await expect.poll(balancer.look).toEqual([fresh.url])
  const { code, tookMs } = await ended
  const before = began()
  await expect.poll(began).toBeGreaterThan(before + 20)
  done = true
  await Promise.all([...users, balancing])

  expect(code).toBe(0)
  expect(tookMs).toBeLessThan(10_000)
  expect(old.said.at(-1)).toBe('Muster has stopped.')
  const declared = answers.filter((answer) => / is open/.test(answer)).length
  expect(answers.filter((answer) => !/ is open|^Noted/.test(answer))).toEqual([])

  const backing = createPostgresBacking({ connectionString: databaseUrl, queues: {} })
  onTestFinished(() => backing.stop())
  const pages = async () => {
    const found = new pg.Client({ connectionString: databaseUrl })
    await found.connect()
    const { rows } = await found.query<{ stream: string; type: string; count: number }>(
      `SELECT stream, type, count(*)::integer FROM muster.event
       WHERE data::json->'effect'->>'kind' = 'page' GROUP BY 1, 2 ORDER BY 1, 2`,
    )
    await found.end()
    return rows
  }
  const once = (rows: Awaited<ReturnType<typeof pages>>) =>
    rows.filter(({ type, count }) => type === 'carried-out' && count === 1)
  await expect.poll(async () => once(await pages()).length, { timeout: 20_000 }).toBe(declared)
  // One attempt for each, and it worked: none was lost on the way, and none was made again.
  expect((await pages()).map(({ type, count }) => `${type} ${count}`)).toEqual(
    Array.from({ length: declared }, () => ['attempted 1', 'carried-out 1']).flat(),
  )
  expect(new Set(mails.map(({ headers }) => headers['message-id'])).size).toBe(mails.length)
  for await (const finding of verifyJournal(backing.storage)) expect.unreachable(finding.message)

  // What does not end is not waited for.
  faults.set({ service: 'email', fault: 'slow', delayMs: 60_000 })
  await balancer.type('declare shop-45 outage at the end')
  await expect.poll(async () => (await pages()).filter(({ type }) => type === 'attempted').length).toBe(declared + 1)
  const last = await fresh.terminate()
  expect(last.code).toBe(0)
  expect(last.tookMs).toBeLessThan(10_000)

  // The old replica has sent its last traces before it went: from the command to the page and on to the provider.
  const { spans } = sink
  const paths = spans.flatMap((provider) => {
    const job = spans.find(({ spanId }) => spanId === provider.parentSpanId)
    const command = spans.find(({ spanId }) => spanId === job?.parentSpanId)
    const isOne = command !== undefined && new Set([command, job, provider].map((one) => one?.traceId)).size === 1
    return isOne && provider.name === 'page by email'
      ? [[command.name, job?.name, job?.attributes['muster.attempt']]]
      : []
  })
  expect(paths.length).toBeGreaterThan(0)
  expect(new Set(paths.map((path) => path.join(' → ')))).toEqual(new Set(['submit declare → carry out page → 1']))
  expect(sink.received.join()).not.toMatch(/@example\.com|secret-of-muster|outage number/)
})
