/** Replicas die by SIGKILL at the worst moments; the one that is left finishes what they had begun, and nothing that was answered is lost. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { type Desk, openDesk } from './desk.ts'
import { type Replica, startReplicaBeside } from './replica-beside.ts'

const ON_CALL = 'on-call-engineer'
/** Within which a page that was in hand of a dead replica is found. */
const PAGE_DEADLINE_MS = 15_000

let desk: Desk
let replica: Replica | undefined
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(async () => {
  await replica?.kill()
  await desk.close()
})

const pagerdutyKeys = async () =>
  (await desk.pagerduty.events()).flatMap((event) => (event.event_action === 'trigger' ? [event.dedup_key] : []))
/** What became of the pages by one means. */
const fateOf = async (means: string) =>
  (await desk.incident()).events.flatMap((event) =>
    'effect' in event && event.effect.kind === 'page' && event.effect.means === means ? [event.type] : [],
  )

it('between commit and effect: what was answered is there, and the other replica pages at once', async () => {
  await desk.sandbox.muster.engine.stop()
  replica = await startReplicaBeside(desk, { acts: false })
  expect(await replica.type(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')).toContain('is open')
  await replica.kill()
  expect((await desk.directMessages(ON_CALL)).messages).toEqual([])

  await desk.sandbox.muster.engine.start()
  await desk.advance('2s')
  expect((await desk.directMessages(ON_CALL)).messages).toHaveLength(1)
  expect(await fateOf('slack')).toEqual(['attempted', 'carried-out'])
  const { view } = await desk.incident()
  expect((await desk.channel(view.channel!.name)).members).toContain(desk.person(ON_CALL).slackUserId)
})

it('during an effect: the page is found at the end of its 15 seconds, not before, and made again', async () => {
  await desk.sandbox.muster.engine.stop()
  replica = await startReplicaBeside(desk)
  await replica.type(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')
  // PagerDuty's turn comes a minute after Slack's; the notice goes there at once and must not meet the fault.
  await desk.until(
    async () => [...(await fateOf('slack')), ...(await pagerdutyKeys())],
    (seen) => seen.includes('carried-out') && seen.some((key) => key.includes('/notice/')),
  )
  await desk.fault({ service: 'pagerduty', fault: 'slow', delayMs: 60_000, count: 1 })
  replica.moveTo(desk.sandbox.clock.now() + 60_000)
  await desk.until(
    async () => desk.sandbox.faults.list(),
    (faults) => faults.length === 0,
  )
  await replica.kill()

  await desk.sandbox.muster.engine.start()
  await desk.advance('74s')
  expect(await fateOf('pagerduty')).toEqual(['attempted'])
  await desk.advance('1s')
  expect(await fateOf('pagerduty')).toEqual(['attempted', 'attempt-lost', 'attempted', 'carried-out'])
  expect((await pagerdutyKeys()).filter((key) => key.endsWith('/level-1'))).toHaveLength(1)
})

it('one of two, amid dozens of effects: no page is lost, and the journal holds', async () => {
  replica = await startReplicaBeside(desk)
  for (let n = 0; n < 6; n++) {
    const text = `/dr declare separate mcp-debate S${(n % 4) + 1} p1 disaster number ${n}`
    expect(await (n % 2 ? replica.type('cto', text) : desk.type('cto', text))).toContain('is open')
  }
  await desk.fault({ service: 'pagerduty', fault: 'slow', delayMs: 200 })
  const halfAnHourMs = desk.sandbox.clock.now() + 30 * 60_000
  const before = await replica.effects()
  replica.moveTo(halfAnHourMs)
  desk.sandbox.clock.moveTo(halfAnHourMs)
  const killed = replica
  await desk.until(
    () => killed.effects(),
    (effects) => effects >= before + 5,
  )
  await replica.kill()
  await desk.fault({ fault: 'off' })
  await desk.advance('10m')

  const incidents = await desk.incidents()
  expect(incidents).toHaveLength(6)
  const keys = await pagerdutyKeys()
  for (const { view, events } of incidents) {
    for (const level of ['level-1', 'level-2', 'level-3']) expect(keys).toContain(`${view.id}/0/${level}`)
    const inHand = new Map<string, number>()
    for (const event of events) {
      if (!('effect' in event) || event.effect.kind !== 'page') continue
      const attempt = `${event.obligation} ${event.attempt}`
      if (event.type === 'attempted') inHand.set(attempt, event.atMs)
      if (event.type === 'attempt-lost') {
        const begunMs = inHand.get(attempt)!
        // What was still in hand when the clock jumped is found where it came down.
        expect(event.atMs).toBe(begunMs < halfAnHourMs ? halfAnHourMs : begunMs + PAGE_DEADLINE_MS)
      }
      if (event.type !== 'attempted') inHand.delete(attempt)
    }
    expect([...inHand]).toEqual([])
  }
  const backing = createPostgresBacking({ connectionString: desk.contract.databaseUrl, queues: {} })
  for await (const finding of verifyJournal(backing.storage)) expect.unreachable(finding.message)
  await backing.stop()
}, 90_000)
