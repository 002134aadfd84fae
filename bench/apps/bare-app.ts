/** The baseline: Bolt on its own HTTP receiver, which acknowledges. With a database it is the least that a bot which pages can do. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver } from '@slack/bolt'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { ToApp } from './app.ts'
import { onMemory, say } from './talking.ts'

type Bare = Extract<ToApp, { type: 'bare' }>

/** Whom the least of all bots pages. */
const SOMEBODY = 'UBARE'

async function start({ slack, databaseUrl, jobs }: Bare): Promise<string> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, endpoints: ['/slack/events'] })
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: slack.botToken }),
    convoStore: false,
    clientOptions: { slackApiUrl: slack.apiUrl },
  })
  const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl })
  pool?.on('error', () => {})
  await pool?.query('CREATE TABLE IF NOT EXISTS bare_incident (id text PRIMARY KEY, text text NOT NULL)')
  if (jobs && databaseUrl !== undefined) {
    const boss = new PgBoss({ connectionString: databaseUrl, schema: 'bare_jobs', schedule: false })
    boss.on('error', () => {})
    await boss.start()
  }
  app.command(/.*/, async ({ command, ack, client }) => {
    await ack()
    if (!pool || !command.text.startsWith('declare')) return
    await pool.query('INSERT INTO bare_incident (id, text) VALUES ($1, $2)', [command.trigger_id, command.text])
    const { channel } = await client.conversations.open({ users: SOMEBODY })
    await client.chat.postMessage({ channel: channel?.id ?? '', text: command.text })
  })
  app.action(/.*/, ({ ack }) => ack())
  app.view(/.*/, ({ ack }) => ack())
  const server = createServer((request, response) => receiver.requestListener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

process.on('message', async (message: ToApp) => {
  if (message.type === 'bare') say({ type: 'started', url: await start(message) })
})
onMemory()
