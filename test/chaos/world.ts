/** What replicas are let loose on: PagerDuty and Twilio simulated over their real protocols, a database behind an address of its own, incidents at random moments. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createFaults } from '../../sim/faults/faults.ts'
import type { CallRecord } from '../../sim/http/call-log.ts'
import { startPagerDutySim } from '../../sim/pagerduty/pagerduty.ts'
import { startTwilioSim } from '../../sim/twilio/twilio.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { packageRoot } from '../../src/program/package-root.ts'
import type { Settings } from '../../src/program/settings.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { personOf, scenarioOf, writePlan } from './plan.ts'

/** What was answered with success, and when. */
export interface Answered {
  incident: string
  n: number
  atMs: number
  /** When an acknowledgement was answered with success. */
  acknowledgedMs?: number
}

export interface World {
  folder: string
  fleet: Fleet
  calls: CallRecord[]
  answered: Answered[]
  /** Requests that got no answer, or an error: what became of them nobody knows. */
  unanswered: { n: number; why: string }[]
  /** Declares incident number `n` at some replica, and now and then acknowledges it at another. */
  declare(n: number, acknowledgeAfterMs?: number): Promise<void>
  close(): Promise<void>
}

const ANSWER_MAX_MS = 10_000

export async function openWorld(
  databaseUrl: string,
  incidents: number,
  pick: (below: number) => number,
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-chaos-'))
  const calls: CallRecord[] = []
  const around = {
    faults: createFaults(),
    clock: wallClock,
    randomId: () => randomBytes(12).toString('hex'),
    onRecord: (record: CallRecord) => void calls.push(record),
  }
  const users = [{ id: 'PCHAOS', name: 'Chaos', email: 'chaos@example.com' }]
  const pagerduty = await startPagerDutySim({
    ...around,
    users,
    webhookSecrets: [randomBytes(16).toString('hex')],
    caPath: path.join(folder, 'ca.pem'),
  })
  const twilio = await startTwilioSim({ ...around, from: '+14155550100' })
  const settings: Settings = {
    ...{ dataDir: folder, databaseUrl, port: 0, host: '127.0.0.1', secret: randomBytes(24).toString('hex') },
    plans: [await writePlan(folder, incidents)],
    templates: path.join(packageRoot(), 'templates'),
    openConsole: true,
    pagerduty: { routingKeys: { CHAOS_KEY: pagerduty.routingKey }, server: pagerduty.botServer, ca: pagerduty.ca },
    twilio: {
      ...{ accountSid: twilio.accountSid, authToken: twilio.authToken, from: twilio.from, baseUrl: twilio.botUrl },
      rates: { smsPerSecond: 50, callsPerSecond: 50 },
    },
    actions: { environment: {} },
  }
  const fleet = createFleet(settings)
  const answered: Answered[] = []
  const unanswered: World['unanswered'] = []

  const ask = async (command: string, person: string): Promise<string> => {
    const replica = fleet.running[pick(fleet.running.length)]
    if (!replica) throw new Error('no replica runs')
    const response = await fetch(`${replica.url}/console/api/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ command, person }),
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    })
    const body = (await response.json()) as { plain?: string; error?: string }
    if (!response.ok || body.plain === undefined) throw new Error(body.error ?? `status ${response.status}`)
    return body.plain
  }

  return {
    ...{ folder, fleet, calls, answered, unanswered },
    async declare(n, acknowledgeAfterMs) {
      try {
        const said = await ask(`declare chaos ${scenarioOf(n)} critical`, personOf(n, 0))
        const [incident] = /\bDR-\d{8}-\d{4}\S*?(?=\s)/.exec(said) ?? []
        if (incident === undefined || !said.includes('is open')) throw new Error(said)
        const one: Answered = { incident, n, atMs: Date.now() }
        answered.push(one)
        if (acknowledgeAfterMs === undefined) return
        await wallClock.sleepUntil(Date.now() + acknowledgeAfterMs, new AbortController().signal)
        const acknowledged = await ask(`ack ${incident}`, personOf(n, 0))
        if (/acknowledged/i.test(acknowledged)) one.acknowledgedMs = Date.now()
      } catch (error) {
        unanswered.push({ n, why: (error as Error).message })
      }
    },
    async close() {
      await fleet.close()
      await pagerduty.close()
      await twilio.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
