/**
 * Where a driver's own signed requests come in, in front of the bot's receiver: everything is passed on byte for byte, signature and all.
 * On the way the workspace learns whose the trigger ids are, and afterwards what the bot's answer did to an open view, because a
 * driver's requests do not come from it.
 */
import { type Door, openDoor } from '../http/door.ts'
import type { DoorReply, DoorRequest } from '../http/messages.ts'
import type { SlackSim } from './slack.ts'

export interface FrontDoorOptions {
  slack: Pick<SlackSim, 'noteTrigger' | 'applyViewResponse'>
  /** The bot's receiver. */
  eventsUrl: string
}

/** Headers that belong to one connection and not to the request. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive']

/** @returns a door; requests are taken at any path below it. */
export async function openFrontDoor({ slack, eventsUrl }: FrontDoorOptions): Promise<Door> {
  return openDoor({
    async handle(request) {
      const payload = payloadOf(request)
      if (payload.triggerId && payload.user) slack.noteTrigger(payload.triggerId, payload.user, payload.viewId)
      const reply = await passOn(request, eventsUrl)
      if (payload.submittedView && reply.status === 200)
        slack.applyViewResponse(payload.submittedView, String(reply.body ?? ''))
      return reply
    },
  })
}

async function passOn(request: DoorRequest, eventsUrl: string): Promise<DoorReply> {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    OF_THE_CONNECTION.includes(name) || value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  const response = await fetch(eventsUrl, {
    method: request.method,
    headers,
    ...(hasBody ? { body: request.body } : {}),
  })
  const body = Buffer.from(await response.arrayBuffer())
  const type = response.headers.get('content-type')
  return { status: response.status, body: body.toString('utf8'), headers: type ? { 'content-type': type } : {} }
}

interface Seen {
  triggerId?: string
  user?: string
  /** The view that the request came from. */
  viewId?: string
  /** The view that it submits. */
  submittedView?: string
}

/** What Slack's requests say of triggers and views; nothing of a body that is none of theirs. */
function payloadOf(request: DoorRequest): Seen {
  try {
    const fields = new URLSearchParams(request.body.toString('utf8'))
    const interaction = fields.get('payload')
    if (interaction === null) return compact({ triggerId: fields.get('trigger_id'), user: fields.get('user_id') })
    const { type, trigger_id, user, view } = JSON.parse(interaction)
    return compact({
      triggerId: trigger_id,
      user: user?.id,
      viewId: view?.id,
      submittedView: type === 'view_submission' ? view?.id : null,
    })
  } catch {
    return {}
  }
}

const compact = (values: Record<keyof Seen, unknown> | Partial<Record<keyof Seen, unknown>>): Seen =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''))
