/**
 * Slack's requests over HTTP, served from the program's own server: Bolt's HTTPReceiver does the work (signature, body, acknowledgement)
 * but never listens itself; its request listener is called for `EVENTS_PATH`. Writing a receiver of our own would only repeat Bolt's
 * signature check, which is the part not to get wrong.
 *
 * What this adds: a time stamp from the future is refused as a stale one is, since Slack's documentation asks for both; and a content
 * type with parameters, as fetch sends for forms, is read like the bare one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPReceiver } from '@slack/bolt'
import { wallClock } from '../../engine/wall-clock.ts'
import { type Diagnostics, sdkLogger } from './client.ts'

export const EVENTS_PATH = '/slack/events'

/** Of the request's time stamp, either way, by the real clock: Slack does not know of a sandbox's. */
const SKEW_MAX_SECONDS = 5 * 60

export interface SlackHttp {
  receiver: HTTPReceiver
  /** Takes the request if it is Slack's; false: it is somebody else's, and untouched. */
  listener(request: IncomingMessage, response: ServerResponse): boolean
}

export function createSlackHttp(signingSecret: string, logger?: Diagnostics): SlackHttp {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [EVENTS_PATH], logger: sdkLogger(logger) })
  return {
    receiver,
    listener(request, response) {
      const path = (request.url ?? '').split('?')[0]
      if (path !== EVENTS_PATH || request.method !== 'POST') return false
      const contentType = request.headers['content-type']
      if (contentType) request.headers['content-type'] = contentType.split(';')[0]!.trim().toLowerCase()
      if (isFromFuture(request)) {
        logger?.warn('slack: refused a request whose time stamp lies in the future.')
        request.resume()
        response.writeHead(401).end()
      } else {
        receiver.requestListener(request, response)
      }
      return true
    },
  }
}

function isFromFuture(request: IncomingMessage): boolean {
  const stampSeconds = Number(request.headers['x-slack-request-timestamp'])
  return stampSeconds > Math.floor(wallClock.now() / 1000) + SKEW_MAX_SECONDS
}
