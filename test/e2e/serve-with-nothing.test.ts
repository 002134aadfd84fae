/** `muster serve` with a database and a plan and nothing else: it runs, says what is off, and takes commands; what is off is told where it is missed. */
import { expect, test } from 'vitest'
import { whatIsOff } from '../../src/program/settings.ts'
import { emptyDatabase } from '../postgres.ts'
import { serve } from './served.ts'

const TOKEN = 'token-of-the-console-0123'

test('it runs with every adapter missing, says so, and is of use all the same', async () => {
  const database = await emptyDatabase()
  const settings = { MUSTER_SECRET: 'secret-of-muster-0123456789', MUSTER_CONSOLE_TOKEN: TOKEN }
  const { server, terminate, url, said } = await serve({
    ...settings,
    // No browser is found there.
    PATH: '/nowhere',
    DATABASE_URL: database.url,
    MUSTER_PLANS: 'plans/mcp-debate.yaml',
    MUSTER_HOST: '127.0.0.1',
    MUSTER_PORT: '0',
  })
  const nothing = {
    ...{ dataDir: '', port: 0, host: '', secret: '', plans: [], templates: '', consoleToken: TOKEN },
    actions: { environment: {} },
  }
  expect(said).toEqual(expect.arrayContaining(whatIsOff(nothing)))
  expect(whatIsOff(nothing)).toEqual([
    expect.stringMatching(/^Slack is off: set SLACK_BOT_TOKEN/),
    expect.stringMatching(/^PagerDuty is off: set PAGERDUTY_ROUTING_KEY/),
    expect.stringMatching(/^SMS and phone calls are off: set TWILIO_ACCOUNT_SID/),
    expect.stringMatching(/^Mail is off: set SMTP_URL/),
    expect.stringMatching(/^No hosted status page/),
    expect.stringMatching(/^The output of steps stays in the data directory/),
    expect.stringMatching(/^Reviews are not made as PDF: install Chromium, or name it in MUSTER_CHROMIUM/),
    expect.stringMatching(/^The heads of the journal are kept nowhere else/),
    expect.stringMatching(/^A lost database is lost for good/),
    expect.stringMatching(/^The status page is not published as files/),
    expect.stringMatching(/^No webhooks and no links in messages: set MUSTER_PUBLIC_URL/),
    expect.stringMatching(/^Nobody outside would notice that Muster has stopped: set MUSTER_HEARTBEAT_URL/),
    expect.stringMatching(/^No monitor can send alerts: set MUSTER_ALERTS_SECRET/),
  ])

  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/status`)).status).toBe(200)
  const type = async (command: string) => {
    const response = await fetch(`${url}/console/api/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ command, person: 'on-call-engineer' }),
    })
    return ((await response.json()) as { plain: string }).plain
  }
  expect(await type('declare mcp-debate S2 p1 debates cannot be opened')).toMatch(/^DR-\d{8}-\d{4} is open/)
  await expect.poll(() => type('status'), { timeout: 20_000 }).toContain('could not be reached by any means')
  await expect.poll(() => type('timeline all'), { timeout: 20_000 }).toMatch(/Slack is not set up/)

  // Told to stop, it says so to whoever asks, and goes on answering for a moment; told again, it is gone at once.
  server.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).text()).toContain('This replica is stopping')
  expect((await fetch(`${url}/readyz`)).headers.get('connection')).toBe('close')
  expect(await type('status')).toContain('DR-')
  expect((await terminate()).code).toBe(130)
  await database.drop()
})
