/** The baseline: Bolt on its own HTTP receiver, which acknowledges. With a database it is the least that a bot which pages can do. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver } from '@slack/bolt'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Running, ToApp } from './app.ts'

type Bare = Extract<ToApp, { type: 'bare' }>

/** Whom the least of all bots pages. */
const SOMEBODY = 'UBARE'

export async function startBare({ slack, databaseUrl, jobs }: Bare): Promise<Running> {
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
  const boss = jobs && databaseUrl !== undefined ? await startBoss(databaseUrl) : undefined
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
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await boss?.stop({ graceful: false })
      await pool?.end()
    },
  }
}

async function startBoss(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString, schema: 'bare_jobs', schedule: false })
  boss.on('error', () => {})
  await boss.start()
  return boss
}
