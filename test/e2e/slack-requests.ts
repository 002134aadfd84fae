/** Requests as Slack itself sends them, signed, with only the fields that Slack documents. For drivers of the sandbox who hold its contract. */
import { createHmac } from 'node:crypto'

export interface SlackAnswer {
  status: number
  body: string
}

/** Posts a form as Slack does. `ageSeconds` makes it a late replay; `secret` another sender. */
export async function postSigned(
  url: string,
  secret: string,
  fields: Record<string, string>,
  options: { ageSeconds?: number; headers?: Record<string, string> } = {},
): Promise<SlackAnswer> {
  const body = new URLSearchParams(fields).toString()
  const timestamp = Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0)
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
      ...options.headers,
    },
    body,
  })
  return { status: response.status, body: await response.text() }
}
