/**
 * A sandbox and the people in it, for stories: they type, press, read, are called and answer, and time passes when the story says so. Everything
 * goes through the contract that outside tools use, over HTTP; nothing reaches into Muster.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import https from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebClient } from '@slack/web-api'
import { expect, vi } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sim/sandbox.ts'
import type { Event } from '../../src/incident/events.ts'
import type { OwedView, View } from '../../src/incident/view-shape.ts'
import { testDatabase } from '../postgres.ts'
import { postSigned, type SlackAnswer } from './slack-requests.ts'

export type Contract = Sandbox['contract']

export interface IncidentSeen {
  view: View
  owed: OwedView[]
  events: (Event & { seq: number })[]
}

export interface SeenMessage {
  ts: string
  text: string
  blocks: { type: string; elements?: { action_id?: string; value?: string; url?: string }[] }[]
  user?: string
}

export interface SeenMail {
  /** Sandbox time, ISO 8601. */
  at: string
  subject: string
  text: string
  to: string | string[]
  links: string[]
}

export interface Desk {
  contract: Contract
  /** Only for faults and the clock's insides that no contract shows; stories should not need it. */
  sandbox: Sandbox
  /** Types a slash command in a channel (default: the command channel) and gives the ephemeral answer. */
  type(person: string, text: string, channel?: string): Promise<string>
  /** The same, but gives Slack's immediate HTTP answer and does not wait for more. */
  send(person: string, text: string, options?: SendOptions): Promise<SlackAnswer>
  /** Presses the button with this action id (a command) of a message, and gives the answer. */
  press(
    person: string,
    place: { channel: string; message: SeenMessage },
    action: string,
    options?: PressOptions,
  ): Promise<string>
  /** The same, but does not wait for an answer: a form may open instead. */
  push(
    person: string,
    place: { channel: string; message: SeenMessage },
    action: string,
    options?: PressOptions,
  ): Promise<void>
  /** A response URL that nothing has been answered at yet. */
  newResponseUrl(): string
  /** What has been answered at a response URL so far. */
  answers(responseUrl: string): Promise<string[]>
  /** Types `/dr declare` with these words, lets all that it starts come to an end, and gives the incident. */
  declare(person: string, words: string): Promise<View>
  /** The newest direct message by which somebody is paged for an incident; it has buttons for as long as it asks for an answer. */
  page(person: string, incident: string): Promise<{ channel: string; message: SeenMessage }>
  /** Runs a command in the console, where no Slack is needed, and gives its answer as plain text. */
  console(person: string, command: string): Promise<string>
  /** Fills in and submits an open form. */
  submit(person: string, view: OpenView, values: Record<string, string>): Promise<SlackAnswer>
  forms(person: string): Promise<OpenView[]>
  /** Moves time, `15m`; gives what the sandbox answers. */
  advance(by: string): Promise<{ now: string; carriedOut: number; stillFailing: number }>
  fault(fault: Record<string, unknown>): Promise<void>
  /** The only open incident, or the one named. */
  incident(id?: string): Promise<IncidentSeen>
  incidents(): Promise<IncidentSeen[]>
  /** Slack's Web API for whoever sets a scene in the workspace: channels that are there already, what somebody writes. Meets no faults. */
  slack: WebClient
  /** Messages of the bot to one person, oldest first. */
  directMessages(person: string): Promise<{ channel: string; messages: SeenMessage[] }>
  channel(name: string): Promise<{ id: string; topic: string; members: string[]; messages: SeenMessage[] }>
  /** The pinned board of an incident's channel. */
  board(channelId: string): Promise<SeenMessage>
  sms(person: string): Promise<string[]>
  replySms(person: string, body: string): Promise<void>
  /** What becomes of text messages from now on, to everybody or to one person; `silent`: nothing is ever reported of them. */
  smsBecome(fate: 'deliver' | 'undelivered' | 'failed' | 'silent', person?: string): Promise<void>
  calls(person: string): Promise<{ sid: string; status: string; said: string[] }[]>
  answerCall(
    sid: string,
    what: { digits: string } | { noInput: true } | { busy: true } | { noAnswer: true },
  ): Promise<void>
  mails(person: string): Promise<{ subject: string; text: string; html: string; links: string[]; to: string }[]>
  /** Presses a button of the page behind the link in a page's mail, and gives what the page says then. */
  answerByMail(link: string, choice: 'acknowledge' | 'decline'): Promise<string>
  mailbox(): Promise<SeenMail[]>
  pagerduty: {
    events(): Promise<{ event_action: string; dedup_key: string; payload?: { summary: string; severity: string } }[]>
    acknowledge(dedupKey: string, person: string): Promise<void>
    driver(path: string, body: unknown): Promise<unknown>
  }
  /** What the hosted status page has been asked, oldest first. */
  hostedStatusPage(): Promise<{ at: string; method: string; path: string; status: number; body: unknown }[]>
  statusPage(): Promise<{
    status: { indicator: string }
    incidents: { name: string; status: string; incident_updates: { body: string }[] }[]
  }>
  person(person: string): Contract['people'][number]
  /** Reads until it holds; no story waits by the clock on the wall. */
  until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T>
  close(): Promise<void>
}

export interface SendOptions {
  channel?: string
  trigger?: string
  ageSeconds?: number
  secret?: string
  headers?: Record<string, string>
  responseUrl?: string
  /** Another replica's; default: that of the sandbox's Muster. */
  eventsUrl?: string
}

export interface PressOptions {
  /** How often Slack delivers the one press; more than once when it lost the answer. */
  deliveries?: number
  responseUrl?: string
  /** Another replica's; default: that of the sandbox's Muster. */
  eventsUrl?: string
  /** How the button's value ends, where several stand for one command. */
  value?: string
}

export interface OpenView {
  id: string
  callback_id: string
  private_metadata: string
  blocks: { block_id: string; label?: { text: string } }[]
  [field: string]: unknown
}

const WITHOUT_PATIENT = ['plans/mcp-debate.yaml', 'plans/puo-memo.yaml']

/**
 * @param options `frozen` (default true): time stands still but for `advance`. `patient`: the sandbox's patient is there, which takes as long to start as all the rest; default:
 *   where its steps can run, that is, where there is an `environment`.
 */
export async function openDesk(
  options: Partial<SandboxOptions> & { frozen?: boolean; patient?: boolean } = {},
): Promise<Desk> {
  const { frozen = true, patient = options.environment !== undefined, ...given } = options
  const sandboxOptions = patient || given.plans ? given : { ...given, plans: WITHOUT_PATIENT }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'muster-desk-'))
  const database = await testDatabase()
  const sandbox = await startSandbox({ dataDir, databaseUrl: database.url, copiesJournal: false, ...sandboxOptions })
  const { contract } = sandbox
  const driver = new WebClient(contract.slack.botToken, { slackApiUrl: contract.slack.apiUrl })
  const ca = await readFile(contract.pagerduty.caPath, 'utf8')
  let counter = 0
  const unique = () => `${Date.now()}.${++counter}`

  const getJson = async <T>(url: string): Promise<T> => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
  const postJson = async <T>(url: string, body: unknown): Promise<T> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
  const until: Desk['until'] = async (read, holds) => {
    let value = await read()
    const again = async () => {
      value = await read()
      return holds(value)
    }
    await vi.waitUntil(again, { timeout: 20_000, interval: 15 }).catch((cause) => {
      throw new Error(`this has not come true; last seen: ${JSON.stringify(value)?.slice(0, 2_000)}`, { cause })
    })
    return value
  }
  const person = (id: string) => {
    const found = contract.people.find((one) => one.person === id)
    if (!found) throw new Error(`nobody in this sandbox is called ${id}`)
    return found
  }
  const answersAt = async (responseUrl: string) => {
    const posts = await getJson<{ path: string; body: { text: string } }[]>(contract.slack.responseUrl)
    return posts.filter((post) => responseUrl.endsWith(post.path)).map((post) => post.body.text)
  }
  const answerAt = async (responseUrl: string) =>
    (
      await until(
        () => answersAt(responseUrl),
        (texts) => texts.length > 0,
      )
    ).join('\n')
  const newResponseUrl = () => `${contract.slack.responseUrl}/${unique().replace('.', '-')}`
  const interact = (payload: Record<string, unknown>, eventsUrl = contract.slack.eventsUrl) =>
    postSigned(eventsUrl, contract.slack.signingSecret, { payload: JSON.stringify(payload) })
  const envelope = (who: string) => ({
    team: { id: contract.slack.teamId, domain: 'sandbox' },
    api_app_id: contract.slack.appId,
    user: { id: person(who).slackUserId, username: who, name: who, team_id: contract.slack.teamId },
    token: 'unused',
    trigger_id: unique(),
  })

  const desk: Desk = {
    contract,
    sandbox,
    until,
    person,
    slack: driver,
    async send(
      who,
      text,
      {
        channel,
        trigger = unique(),
        secret = contract.slack.signingSecret,
        responseUrl = newResponseUrl(),
        ageSeconds,
        headers,
        eventsUrl = contract.slack.eventsUrl,
      } = {},
    ) {
      const [command = '', ...words] = text.split(' ')
      const fields = {
        token: 'unused',
        team_id: contract.slack.teamId,
        team_domain: 'sandbox',
        channel_id: channel ?? contract.slack.commandChannelId,
        channel_name: 'directmessage',
        user_id: person(who).slackUserId,
        user_name: who,
        command,
        text: words.join(' '),
        api_app_id: contract.slack.appId,
        response_url: responseUrl,
        trigger_id: trigger,
      }
      const late = { ...(ageSeconds === undefined ? {} : { ageSeconds }), ...(headers ? { headers } : {}) }
      return postSigned(eventsUrl, secret, fields, late)
    },
    async type(who, text, channel) {
      const responseUrl = newResponseUrl()
      const answer = await desk.send(who, text, { responseUrl, ...(channel ? { channel } : {}) })
      expect(answer.status).toBe(200)
      return answerAt(responseUrl)
    },
    newResponseUrl,
    answers: answersAt,
    async declare(who, words) {
      const answer = await desk.type(who, `/dr declare ${words}`)
      const [id] = /DR-\d{8}-\d{4}(-\d+)?/.exec(answer) ?? []
      if (!id) throw new Error(`nothing was declared: ${answer}`)
      await desk.advance('0 s')
      return (await desk.incident(id)).view
    },
    async page(who, incident) {
      const { channel, messages } = await desk.directMessages(who)
      const message = messages.findLast((one) => JSON.stringify([one.text, one.blocks]).includes(incident))
      if (!message) throw new Error(`${who} has no direct message about ${incident}`)
      return { channel, message }
    },
    async console(who, command) {
      const body = { command, person: who }
      return (await postJson<{ plain: string }>(`${contract.consoleUrl}/api/command`, body)).plain
    },
    async press(who, place, action, options = {}) {
      const { responseUrl = newResponseUrl() } = options
      await desk.push(who, place, action, { ...options, responseUrl })
      return answerAt(responseUrl)
    },
    async push(
      who,
      { channel, message },
      action,
      { deliveries = 1, responseUrl = newResponseUrl(), eventsUrl = contract.slack.eventsUrl, value } = {},
    ) {
      const element = message.blocks
        .flatMap((block) => block.elements ?? [])
        .find((one) => one.action_id?.replace(/:\d+$/, '') === action && (!value || one.value?.endsWith(value)))
      if (!element) throw new Error(`there is no button ${action} on: ${message.text}`)
      const payload = {
        ...envelope(who),
        type: 'block_actions',
        container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel, name: 'channel' },
        message,
        response_url: responseUrl,
        actions: [{ type: 'button', block_id: 'actions', action_ts: unique(), ...element }],
      }
      for (let delivery = 1; delivery <= deliveries; delivery++)
        expect((await interact(payload, eventsUrl)).status).toBe(200)
    },
    forms: (who) => getJson<OpenView[]>(`${contract.slack.viewsUrl}?user=${person(who).slackUserId}`),
    submit: (who, view, values) =>
      interact({
        ...envelope(who),
        type: 'view_submission',
        response_urls: [],
        view: {
          ...view,
          state: {
            values: Object.fromEntries(
              Object.entries(values).map(([block, value]) => [block, { value: inputOf(view, block, value) }]),
            ),
          },
        },
      }),
    advance: (by) => postJson(contract.clockUrl, { advance: by }),
    fault: async (fault) => void (await postJson(contract.faultsUrl, fault)),
    incidents: () => getJson(`${contract.consoleUrl}/api/incidents?all=1`),
    async incident(id) {
      if (id) return getJson(`${contract.consoleUrl}/api/incidents/${id}`)
      const open = await getJson<IncidentSeen[]>(`${contract.consoleUrl}/api/incidents`)
      if (open.length !== 1) throw new Error(`${open.length} incidents are open`)
      return open[0]!
    },
    async directMessages(who) {
      const { channel } = await driver.conversations.open({ users: person(who).slackUserId })
      const { messages } = await driver.conversations.history({ channel: channel!.id!, limit: 200 })
      return { channel: channel!.id!, messages: ((messages ?? []) as SeenMessage[]).toReversed() }
    },
    async channel(name) {
      const { channels } = await driver.conversations.list({ limit: 1000, types: 'public_channel,private_channel' })
      const found = channels?.find((channel) => channel.name === name)
      if (!found)
        throw new Error(`there is no channel ${name} among ${channels?.map((channel) => channel.name).join(', ')}`)
      const { messages } = await driver.conversations.history({ channel: found.id!, limit: 200 })
      const { members } = await driver.conversations.members({ channel: found.id! })
      return {
        id: found.id!,
        topic: found.topic?.value ?? '',
        members: members ?? [],
        messages: ((messages ?? []) as SeenMessage[]).toReversed(),
      }
    },
    async board(channel) {
      const { items } = await driver.pins.list({ channel })
      const [pinned] = (items ?? []) as { message?: SeenMessage }[]
      if (!pinned?.message) throw new Error('no board is pinned')
      const { messages } = await driver.conversations.history({ channel, limit: 200 })
      return ((messages ?? []) as SeenMessage[]).find((message) => message.ts === pinned.message!.ts)!
    },
    async sms(who) {
      const all = await getJson<{ to: string; body: string; direction: string }[]>(`${contract.twilio.url}/_messages`)
      return all.filter((one) => one.to === person(who).phone && one.direction !== 'inbound').map((one) => one.body)
    },
    replySms: async (who, body) =>
      void (await postJson(`${contract.twilio.url}/_twilio/simulate/inbound-message`, {
        To: contract.twilio.from,
        From: person(who).phone,
        Body: body,
      })),
    async calls(who) {
      const all = await getJson<{ sid: string; to: string; status: string; said: string[] }[]>(
        `${contract.twilio.url}/_calls`,
      )
      return all.filter((one) => one.to === person(who).phone)
    },
    smsBecome: async (mode, who) =>
      void (await postJson(`${contract.twilio.url}/_sms`, { mode, ...(who ? { to: person(who).phone } : {}) })),
    answerCall: async (CallSid, what) => void (await postJson(`${contract.twilio.url}/_call`, { CallSid, ...what })),
    async answerByMail(link, choice) {
      const nonce = /name="nonce" value="(\w+)"/.exec(await (await fetch(link)).text())?.[1] ?? ''
      const response = await fetch(link, { method: 'POST', body: new URLSearchParams({ choice, nonce }) })
      return response.text()
    },
    mailbox: () => getJson(contract.mailboxUrl),
    async mails(who) {
      const all = await getJson<
        { to: string | string[]; subject: string; text: string; html: string; links: string[] }[]
      >(contract.mailboxUrl)
      return all
        .filter((one) => [one.to].flat().some((to) => to.includes(person(who).email)))
        .map((one) => ({ ...one, to: String(one.to) }))
    },
    pagerduty: {
      async events() {
        const calls = await getJson<
          { path: string; body: { event_action: string; dedup_key: string } | string; status: number }[]
        >(contract.pagerduty.receivedUrl)
        return calls
          .filter((call) => call.path === '/v2/enqueue' && call.status === 202)
          .map((call) => (typeof call.body === 'string' ? JSON.parse(call.body) : call.body))
      },
      acknowledge: async (dedup_key, who) =>
        void (await postHttps(`${contract.pagerduty.url}/_acknowledge`, ca, {
          dedup_key,
          user: person(who).pagerdutyUserId,
        })),
      driver: (route, body) => postHttps(`${contract.pagerduty.url}${route}`, ca, body),
    },
    hostedStatusPage: () => getJson(contract.statuspage.receivedUrl),
    statusPage: () => getJson(`${contract.statusUrl}/api/v2/summary.json`),
    async close() {
      await sandbox.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  if (frozen) await postJson(contract.clockUrl, { running: false })
  return desk
}

/** The code that a text message asks to be sent back. */
export function codeIn(sms: string | undefined): string {
  const [, code] = /\bACK (\w+)/.exec(sms ?? '') ?? []
  if (!code) throw new Error(`there is no code in: ${sms}`)
  return code
}

/** Commands of a message's buttons, without their counters; empty when it asks for nothing any more. */
export const buttonsOn = (message: SeenMessage): string[] =>
  message.blocks.flatMap((block) => block.elements ?? []).flatMap((one) => one.action_id?.replace(/:\d+$/, '') ?? [])

/** A submitted input as Slack sends it, by the kind of element that the form has there. */
function inputOf(view: OpenView, blockId: string, value: string): Record<string, unknown> {
  const block = view.blocks.find((one) => one.block_id === blockId) as { element?: { type?: string } } | undefined
  const type = block?.element?.type ?? 'plain_text_input'
  switch (type) {
    case 'static_select':
      return { type, selected_option: { text: { type: 'plain_text', text: value }, value } }
    case 'multi_static_select':
      return {
        type,
        selected_options: value.split(',').map((one) => ({ text: { type: 'plain_text', text: one }, value: one })),
      }
    case 'users_select':
      return { type, selected_user: value }
    case 'checkboxes':
      return { type, selected_options: value ? [{ text: { type: 'plain_text', text: value }, value }] : [] }
    case 'datetimepicker':
      return { type, selected_date_time: value ? Number(value) : null }
    default:
      return { type, value: value || null }
  }
}

function postHttps(url: string, ca: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      { method: 'POST', ca, headers: { 'content-type': 'application/json' } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          if ((response.statusCode ?? 500) >= 400) reject(new Error(`${url} answered ${response.statusCode}: ${text}`))
          else resolve(text ? JSON.parse(text) : undefined)
        })
      },
    )
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}
