/** `muster serve` with a database and a plan and nothing else: it runs, says what is off, and takes commands; what is off is told where it is missed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { whatIsOff } from '../../src/program/settings.ts'
import { emptyDatabase } from '../postgres.ts'

const TOKEN = 'token-of-the-console-0123'

interface Line {
  msg: string
  url?: string
}

/** The program as an operator starts it, once it says that it runs. */
async function serve(env: Record<string, string>): Promise<{ server: ChildProcess; url: string; said: string[] }> {
  const { PATH = '' } = process.env
  const server = spawn(process.execPath, ['src/cli/muster.ts', 'serve'], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  })
  const said: string[] = []
  for await (const text of createInterface({ input: server.stdout! })) {
    const line = JSON.parse(text) as Line
    said.push(line.msg)
    if (line.url !== undefined) return { server, url: line.url, said }
  }
  throw new Error(`muster serve ended: ${said.join(' ')}`)
}

test('it runs with every adapter missing, says so, and is of use all the same', async () => {
  const database = await emptyDatabase()
  const settings = { MUSTER_SECRET: 'secret-of-muster-0123456789', MUSTER_CONSOLE_TOKEN: TOKEN }
  const { server, url, said } = await serve({
    ...settings,
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

  server.kill('SIGTERM')
  const [code] = await once(server, 'exit')
  expect(code).toBe(0)
  await database.drop()
})
