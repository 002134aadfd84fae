/**
 * What has been asked of a simulated service, oldest first: the list behind each `receivedUrl` of the sandbox contract, and the feed
 * of a page that shows it live. Holds everything in memory for as long as the sandbox lives.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { FaultService } from '../faults/faults.ts'
import { type DoorRequest, readableBody } from './messages.ts'

export interface CallRecord {
  /** Sandbox time, ISO 8601. */
  at: string
  service: FaultService
  /** Who called: the bot through its own door, or whoever drives the sandbox. */
  who: 'bot' | 'driver'
  method: string
  path: string
  query: string
  body: unknown
  /** The HTTP status (for mail the SMTP reply code) that the call got; 0: its connection was cut. */
  status: number
}

/** What was called, before its outcome is known. */
type Call = Pick<CallRecord, 'method' | 'path' | 'query' | 'body'>

export interface CallLog {
  add(who: 'bot' | 'driver', call: Call, status: number): void
  /** A reporter for one door, in the shape that `openDoor` wants. */
  of(who: 'bot' | 'driver'): (request: DoorRequest, status: number) => void
  /** Every call that the bot has made. */
  botCalls(): CallRecord[]
}

export function createCallLog(service: FaultService, clock: Clock, onRecord?: (record: CallRecord) => void): CallLog {
  const records: CallRecord[] = []
  const add: CallLog['add'] = (who, call, status) => {
    const record = { at: isoAt(clock), service, who, ...call, status }
    records.push(record)
    onRecord?.(record)
  }
  return {
    add,
    of: (who) => (request, status) => {
      const { method, path, rawQuery: query } = request
      add(who, { method, path, query, body: readableBody(request) }, status)
    },
    botCalls: () => records.filter((record) => record.who === 'bot'),
  }
}

/** Now by the given clock, ISO 8601 in UTC. */
export const isoAt = (clock: Clock): string => new Date(clock.now()).toISOString()
