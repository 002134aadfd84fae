/** `muster doctor` as somebody runs it, against every simulated service at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { runDoctor } from '../../src/cli/doctor-command.ts'
import type { Examined } from '../../src/doctor/examine.ts'
import { mailSettings, pagerDutySettings, setAnswersUrl, slackSettings, twilioSettings } from '../doctor/patient.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { testDatabase } from '../postgres.ts'

const SECRETS = {
  MUSTER_SECRET: 'secret-of-muster-0123456789',
  MUSTER_CONSOLE_TOKEN: 'token-of-the-console-0123456789',
  PAGERDUTY_WEBHOOK_SECRET: 'secret-of-the-webhook',
}

/** A folder with a plan and its contacts. */
function folderWith(plan: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { people, ...rest } = { ...testPlanInput, ...plan }
  const names = Object.entries(people).map(([id, { name }]) => [id, { name }])
  writeFileSync(join(folder, 'plan.yaml'), stringify({ ...rest, people: Object.fromEntries(names) }))
  writeFileSync(join(folder, 'contacts.yaml'), stringify({ people }))
  return folder
}

async function doctor(folder: string, env: Record<string, string>) {
  const written: string[] = []
  const write = (text: string) => void written.push(text)
  const code = await runDoctor({ env, folder, json: true, colour: false, write })
  const told = JSON.parse(written.join('')) as { errors: number; warnings: number; findings: Examined[] }
  return { code, written: written.join(''), ...told }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function everything() {
  const [slack, pagerduty, twilio, mail] = await Promise.all([
    slackSettings({
      people: Object.entries(testPlanInput.people).map(([person, { name }]) => ({
        person,
        name,
        email: `${person}@shop.example`,
      })),
      userGroups: [],
      otherChannels: ['support'],
    }),
    pagerDutySettings(),
    twilioSettings(),
    mailSettings(),
  ])
  const { url: DATABASE_URL, drop } = await testDatabase()
  onTestFinished(drop)
  const people = Object.entries(testPlanInput.people).map(
    ([id, one]) => [id, { ...one, slack: slack.slack.users[id] }] as const,
  )
  const folder = folderWith({ people: Object.fromEntries(people) })
  writeFileSync(join(folder, 'ca.pem'), pagerduty.sim.ca)
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  await setAnswersUrl(twilio.sim, `${publicUrl}/hooks/twilio/sms`)
  const env = {
    ...SECRETS,
    DATABASE_URL,
    MUSTER_PLANS: 'plan.yaml',
    MUSTER_CONTACTS: 'contacts.yaml',
    MUSTER_HOST: '127.0.0.1',
    MUSTER_PORT: String(port),
    MUSTER_PUBLIC_URL: publicUrl,
    SLACK_BOT_TOKEN: slack.slack.botToken,
    SLACK_APP_TOKEN: slack.slack.appToken,
    SLACK_API_URL: slack.slack.botApiUrl,
    PAGERDUTY_ROUTING_KEY: pagerduty.sim.routingKey,
    PAGERDUTY_API_KEY: pagerduty.sim.apiKey,
    PAGERDUTY_SERVER: pagerduty.sim.botServer,
    PAGERDUTY_CA: 'ca.pem',
    TWILIO_ACCOUNT_SID: twilio.sim.accountSid,
    TWILIO_AUTH_TOKEN: twilio.sim.authToken,
    TWILIO_FROM: twilio.sim.from,
    TWILIO_BASE_URL: twilio.sim.botUrl,
    SMTP_URL: mail.settings.email.url,
    MAIL_FROM: mail.settings.email.from,
  }
  return { folder, env, faults: [slack.faults, pagerduty.faults, twilio.faults, mail.faults] }
}

test('everything right: all is well, but what the plan cannot promise and that this machine is no server; nothing is left behind', async () => {
  const { folder, env } = await everything()
  const found = await doctor(folder, env)
  const notOk = found.findings.filter(({ level }) => level !== 'ok')
  expect(notOk).toMatchObject([
    {
      what: expect.stringMatching(/plan\.yaml loads, and has \d+ to look at$/),
      remedy: expect.stringMatching(/^Run `muster check .*plan\.yaml`\.$/),
    },
    { what: 'The output of steps stays in the data directory' },
    { what: 'The heads of the journal are kept nowhere else' },
    { what: 'Reviews are not made as PDF', remedy: expect.stringContaining('MUSTER_CHROMIUM') },
    { what: 'The journal is copied nowhere' },
    { what: '127.0.0.1 is known to this network only' },
    { what: 'Nobody outside hears from Muster', remedy: expect.stringContaining('MUSTER_HEARTBEAT_URL') },
  ])
  expect(found.code).toBe(0)
  expect(found.findings.filter(({ check }) => check === 'people')).toHaveLength(6)
})

test('everything wrong: each finding has its remedy, and no secret is told', async () => {
  const { folder, env, faults } = await everything()
  for (const all of faults) {
    for (const service of ['slack', 'pagerduty', 'twilio', 'email'] as const) all.set({ service, fault: 'down' })
  }
  const found = await doctor(folder, { ...env, DATABASE_URL: 'postgres://muster:the-password@127.0.0.1:1/muster' })
  expect(found.code).toBe(1)
  expect(found.errors).toBeGreaterThanOrEqual(7)
  for (const { level, remedy, why } of found.findings) {
    if (level !== 'ok') expect([remedy, why]).not.toContain(undefined)
  }
  for (const secret of [...Object.values(SECRETS), env.SLACK_BOT_TOKEN, env.PAGERDUTY_ROUTING_KEY, 'the-password']) {
    expect(found.written).not.toContain(secret)
  }
})

test('a configuration that does not hold is told whole, and the rest is looked at all the same', async () => {
  const folder = folderWith({ commander: 'nobody' })
  const { code, findings } = await doctor(folder, {
    MUSTER_PLANS: 'plan.yaml',
    MUSTER_PORT: 'x',
    TWILIO_ACCOUNT_SID: 'AC1',
  })
  expect(code).toBe(1)
  expect(findings.filter(({ check }) => check === 'configuration')).toMatchObject([
    { what: 'MUSTER_PORT is "x"', remedy: 'Write a port between 0 and 65535.' },
    { what: 'MUSTER_SECRET is missing', remedy: expect.stringMatching(/^Set 16 random characters/) },
    { what: expect.stringMatching(/^TWILIO_AUTH_TOKEN is missing though/), remedy: 'Set all of them or none.' },
    { what: expect.stringMatching(/^TWILIO_FROM is missing though/) },
    { level: 'warning', what: 'The console is closed' },
  ])
  expect(findings.filter(({ check }) => check === 'plans')).toMatchObject([
    { level: 'error', what: expect.stringMatching(/plan\.yaml:\d+:\d+ .*nobody/), remedy: expect.any(String) },
    { level: 'error', what: 'No plan can be used', remedy: expect.stringContaining('MUSTER_PLANS') },
  ])
  expect(findings.filter(({ check }) => check === 'slack-token')).toMatchObject([{ level: 'skipped' }])
})

test('a settings file that cannot be read is all that can be told', async () => {
  const folder = folderWith({})
  writeFileSync(join(folder, 'muster.yaml'), 'port: [')
  const { code, findings } = await doctor(folder, SECRETS)
  expect(code).toBe(1)
  expect(findings).toMatchObject([{ what: expect.stringMatching(/^muster\.yaml is no YAML/), level: 'error' }])
})

test('people read it as text', async () => {
  const written: string[] = []
  const write = (text: string) => void written.push(text)
  const code = await runDoctor({ env: SECRETS, folder: folderWith({}), json: false, colour: false, write })
  expect(code).toBe(1)
  expect(written.join('')).toMatch(/^Configuration\n {2}ok {7}The settings are whole\n/)
  expect(written.join('')).toMatch(/\n\d+ errors?, \d+ warnings?, \d+ ok, \d+ skipped\.\n$/)
})
