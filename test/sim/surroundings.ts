/**
 * What a simulator is started with in a test: a clock that stands still, no faults, ids that count up; and a stand-in for the bot's
 * webhook routes that keeps what it is sent.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFaults } from '../../sim/faults/faults.ts'
import { openDoor } from '../../sim/http/door.ts'
import type { DoorReply, DoorRequest } from '../../sim/http/messages.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'

export const STARTED_AT = '2026-03-07T09:00:00.000Z'

export function surroundings() {
  let ids = 0
  return {
    faults: createFaults(),
    clock: createSteppedClock(wallClock, Date.parse(STARTED_AT), false),
    randomId: () => `id-${String(++ids).padStart(6, '0')}`,
  }
}

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'muster-sim-'))

/** Answers every webhook as `reply` says (200 and nothing unless told) and keeps the requests. */
export async function startWebhookReceiver() {
  const requests: DoorRequest[] = []
  let reply: (request: DoorRequest) => DoorReply = () => ({ status: 200 })
  const door = await openDoor({
    handle(request) {
      requests.push(request)
      return reply(request)
    },
  })
  return {
    url: door.url,
    requests,
    answer(next: (request: DoorRequest) => DoorReply) {
      reply = next
    },
    close: door.close,
  }
}

/** POSTs JSON as a driver does; the answer's status and JSON. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asserts.
  return { status: response.status, headers: response.headers, body: (await response.json()) as any }
}

export async function getJson(url: string) {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asserts.
  return (await (await fetch(url)).json()) as any
}
