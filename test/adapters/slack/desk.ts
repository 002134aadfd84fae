/** The adapter's receiving half on a server of its own, in the sandbox's Slack, with a program behind it that answers as the test says. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Reply, Request } from '../../../commands/command.ts'
import type { Diagnostics } from '../../../src/adapters/slack/client.ts'
import { createSlackInbound, type SlackInboundParts } from '../../../src/adapters/slack/inbound.ts'
import { getJson, SIGNING_SECRET, startWorkspace } from '../../sim/slack/workspace.ts'

export type Asked = Omit<Request, 'services'> & { command: string }

/** @param answer what the program behind it says to a command. */
export async function startDesk(
  answer: (asked: Asked) => Reply | Promise<Reply> = ({ command }) => ({ ok: true, text: `did ${command}` }),
  over: 'http' | 'socket' = 'http',
  parts: Partial<SlackInboundParts> = {},
) {
  const workspace = await startWorkspace()
  const { slack, clock } = workspace
  const asked: Asked[] = []
  const lives: string[] = []
  const diagnosed: string[] = []
  const note = (line: string) => void diagnosed.push(line)
  const logger: Diagnostics = { debug: () => {}, info: note, warn: note, error: note }
  const inbound = createSlackInbound({
    access: { token: slack.botToken, apiUrl: slack.botApiUrl, logger },
    ...(over === 'http' ? { signingSecret: SIGNING_SECRET } : { appToken: slack.appToken }),
    clock,
    async run(command, request) {
      asked.push({ command, ...request })
      return answer({ command, ...request })
    },
    home: async ({ atMs }) => ({ atMs, sections: [], buttons: [] }),
    whoIs: async (user) => ({ id: `slack:${user}`, via: 'slack' }),
    incidentOfChannel: async (channel) => (channel === slack.commandChannelId ? 'DR-20260301-0900' : undefined),
    onLife: async (channel, user) => void lives.push(`${channel} ${user}`),
    ...parts,
  })
  const server = createServer((request, response) => {
    if (!inbound.listener(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  if (over === 'http') slack.setEventsUrl(eventsUrl)
  await inbound.start()
  onTestFinished(async () => {
    await inbound.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    ...workspace,
    inbound,
    eventsUrl,
    /** What reached the program behind, in order. */
    asked,
    lives,
    diagnosed,
    /** What the user was told, by any way that only they see, once all work has ended. */
    async told(person: string): Promise<string[]> {
      await inbound.settled()
      const seen = await getJson<{ text: string }[]>(`${slack.ephemeralsUrl}?user=${slack.users[person]}`)
      return seen.map(({ text }) => text)
    },
    async views(person: string): Promise<View[]> {
      await inbound.settled()
      return getJson<View[]>(`${slack.viewsUrl}?user=${slack.users[person]}`)
    },
  }
}

/** What tests look at in an open view. */
export interface View {
  id: string
  type: string
  callback_id: string
  private_metadata: string
  blocks: { type: string; block_id: string; element?: { type: string; action_id: string } }[]
}
