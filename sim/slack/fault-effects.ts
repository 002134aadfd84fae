/**
 * What Slack's faults do to a call of the bot. The switches are sim/faults/faults.ts; this file carries them out on a
 * connection.
 */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../src/engine/clock.ts'
import type { Fault, Faults } from '../faults/faults.ts'
import { rateLimited } from './web-api.ts'
import { sendJson } from './wire.ts'

const SLOW_MS = 2_000
const RETRY_AFTER_SECONDS = 30
const ERROR_STATUS = 500

export interface FaultGate {
  /**
   * Lets a call meet the fault that is set for it, if any.
   * @param call the API method, or `response_url` or `upload`.
   * @returns the fault that ended the call, for the record; undefined when the call goes on (late, when slow).
   */
  meet(call: string, response: ServerResponse): Promise<Fault | undefined>
  /** The same for a WebSocket connection about to open; false when it was cut. */
  admit(socket: Duplex): Promise<boolean>
  /** Ends all delays. */
  close(): void
}

export function createFaultGate(faults: Faults, wall: Clock): FaultGate {
  const closing = new AbortController()
  const delay = (fault: Fault) => wall.sleepUntil(wall.now() + (fault.delayMs ?? SLOW_MS), closing.signal)
  return {
    async meet(call, response) {
      const fault = faults.next('slack', call)
      if (!fault) return undefined
      switch (fault.fault) {
        case 'slow':
          await delay(fault)
          return undefined
        case 'down':
          response.destroy()
          return fault
        case 'rate-limit': {
          const answer = rateLimited(fault.retryAfter ?? RETRY_AFTER_SECONDS)
          sendJson(response, answer.status, answer.body, answer.headers)
          return fault
        }
        default:
          response.writeHead(fault.status ?? ERROR_STATUS, { 'content-type': 'text/plain' })
          response.end('The sandbox was asked to fail here.')
          return fault
      }
    },
    async admit(socket) {
      const fault = faults.next('slack', 'websocket')
      if (fault?.fault === 'slow') await delay(fault)
      if (!fault || fault.fault === 'slow') return true
      socket.destroy()
      return false
    },
    close: () => closing.abort(),
  }
}
