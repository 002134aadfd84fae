/** Requests as Slack sends them, over connections that stay open, and how long each takes until it is acknowledged. */
import { createHmac } from 'node:crypto'
import http from 'node:http'
import { carry } from '../../src/adapters/slack/button-value.ts'
import { type NullSlack, SIGNING_SECRET, slackId } from './start-app.ts'

const USER = slackId('on-call-engineer')
const CHANNEL = 'C0COMMANDS'

let count = 0
/** Unique over the whole run. */
const nextId = () => `${Date.now()}.${++count}`

export type Fields = Record<string, string>

export function slashCommand(slack: NullSlack, text: string): Fields {
  const id = nextId()
  return {
    ...{ command: '/dr', text, user_id: USER, channel_id: CHANNEL, team_id: 'T0BENCH', trigger_id: id },
    response_url: `${slack.responseUrl}/${id}`,
  }
}

const interaction = (payload: object): Fields => {
  return { payload: JSON.stringify({ team: { id: 'T0BENCH' }, user: { id: USER, team_id: 'T0BENCH' }, ...payload }) }
}

export function buttonPress(slack: NullSlack, command: string, incident: string): Fields {
  const id = nextId()
  return interaction({
    ...{ type: 'block_actions', trigger_id: id, response_url: `${slack.responseUrl}/${id}`, channel: { id: CHANNEL } },
    container: { type: 'message', channel_id: CHANNEL, message_ts: id },
    actions: [{ type: 'button', block_id: 'actions', action_id: command, action_ts: id, value: carry(incident) }],
  })
}

export function submittedForm(command: string, incident: string, text: string): Fields {
  const id = nextId()
  const values = { text: { value: { type: 'plain_text_input', value: text } } }
  const blocks = [{ type: 'input', block_id: 'text' }]
  const metadata = { callback_id: command, private_metadata: carry(incident, CHANNEL) }
  return interaction({
    ...{ type: 'view_submission', trigger_id: id },
    view: { id: `V${id}`, hash: id, type: 'modal', blocks, state: { values }, ...metadata },
  })
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })

/** @returns milliseconds from sending it until the acknowledgement has been read. */
export async function send(url: string, fields: Fields): Promise<number> {
  const body = new URLSearchParams(fields).toString()
  const stamp = Math.floor(Date.now() / 1000)
  const signature = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex')}`
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': String(stamp),
    'x-slack-signature': signature,
  }
  const beganMs = performance.now()
  const status = await new Promise<number>((resolve, reject) => {
    const request = http.request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
    request.end(body)
  })
  const took = performance.now() - beganMs
  if (status !== 200) throw new Error(`a request of Slack’s was answered with ${status}`)
  return took
}
