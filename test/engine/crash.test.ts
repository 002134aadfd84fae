/** Promise 4, the hard way: a replica is killed with SIGKILL, and another one on the same database carries on. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { ATTEMPT_MS, type ReminderState } from './reminder-core.ts'
import type { FromReplica, ToReplica } from './replica.ts'
import { createRig, postgresBackings, type Rig, START_MS } from './rig.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A replica in a process of its own. */
interface Victim {
  say(message: ToReplica): void
  /** Everything it has said so far. */
  said: FromReplica[]
  /** Resolves once it has said so many things of this type. */
  heard(type: FromReplica['type'], count?: number): Promise<void>
  kill(): Promise<void>
}

async function startVictim(url: string, acts: 'not' | 'well' | 'without end'): Promise<Victim> {
  const child: ChildProcess = fork(new URL('./replica.ts', import.meta.url), { stdio: 'inherit' })
  const said: FromReplica[] = []
  child.on('message', (message: FromReplica) => said.push(message))
  const victim: Victim = {
    said,
    say: (message) => void child.send(message),
    async heard(type, count = 1) {
      while (said.filter((message) => message.type === type).length < count) await once(child, 'message')
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
  cleanups.push(victim.kill)
  victim.say({ type: 'start', url, nowMs: START_MS, acts })
  await victim.heard('started')
  return victim
}

/** A victim, and the replica in this process that survives it; started by the test. */
async function open(acts: 'not' | 'well' | 'without end') {
  const { backings, url, close } = await postgresBackings(1)
  cleanups.push(close)
  const victim = await startVictim(url, acts)
  const survivor = createRig({ backing: backings[0]! })
  cleanups.push(() => survivor.engine.stop())
  await survivor.backing.storage.start()
  return { victim, survivor }
}

const typesOf = async ({ engine }: Rig, stream: string) => (await engine.events(stream)).map(({ type }) => type)

describe('SIGKILL', () => {
  test('between commit and effect: another replica carries it out at once', async () => {
    const { victim, survivor } = await open('not')
    victim.say({ type: 'ask', stream: 'inc-1', what: 'call', dueMs: START_MS })
    await victim.heard('asked')
    await victim.kill()
    await survivor.engine.start()
    await survivor.engine.settle()
    expect(survivor.carriedOut).toEqual(['call'])
    expect(await typesOf(survivor, 'inc-1')).toEqual(['asked', 'attempted', 'ended'])
  })

  test('during an effect: another replica finds it lost at its deadline, not before, and carries it out', async () => {
    const { victim, survivor } = await open('without end')
    victim.say({ type: 'ask', stream: 'inc-1', what: 'call', dueMs: START_MS })
    await victim.heard('carrying')
    await victim.kill()
    await survivor.engine.start()
    survivor.clock.moveTo(START_MS + ATTEMPT_MS - 1)
    expect(await survivor.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 0 })
    survivor.clock.moveTo(START_MS + ATTEMPT_MS)
    await survivor.until('call')
    await survivor.engine.settle()
    expect(await typesOf(survivor, 'inc-1')).toEqual(['asked', 'attempted', 'lost', 'attempted', 'ended'])
  })

  test('before anything is due: what was answered is there and is carried out in time', async () => {
    const { victim, survivor } = await open('well')
    const names = Array.from({ length: 200 }, (_, i) => `r${i}`)
    for (const [i, what] of names.entries())
      victim.say({ type: 'ask', stream: `inc-${i % 7}`, what, dueMs: START_MS + 60_000 })
    await victim.heard('asked', 60)
    await victim.kill()
    const answered = victim.said.flatMap((message) => (message.type === 'asked' && message.ok ? [message.what] : []))
    expect(answered.length).toBeGreaterThanOrEqual(60)
    await survivor.engine.start()
    survivor.clock.moveTo(START_MS + 60_000)
    await survivor.engine.settle()
    expect(survivor.carriedOut).toEqual(expect.arrayContaining(answered))
    for await (const finding of verifyJournal(survivor.backing.storage)) expect.unreachable(finding.message)
  })

  test('of one of two replicas amid hundreds of effects: each is carried out, twice at most where it was in hand', async () => {
    const { victim, survivor } = await open('well')
    await survivor.engine.start()
    const dueMs = START_MS + 60_000
    const names = Array.from({ length: 300 }, (_, i) => `r${i}`)
    await Promise.all(names.map((what, i) => survivor.ask(`inc-${i % 50}`, what, dueMs)))
    victim.say({ type: 'clock', nowMs: dueMs })
    survivor.clock.moveTo(dueMs)
    await victim.heard('carrying', 20)
    await victim.kill()
    await survivor.engine.settle()
    survivor.clock.moveTo(dueMs + ATTEMPT_MS)
    await survivor.engine.settle()
    const byVictim = victim.said.flatMap((message) => (message.type === 'carrying' ? [message.what] : []))
    expect(new Set([...byVictim, ...survivor.carriedOut])).toEqual(new Set(names))
    expect(survivor.carriedOut).toHaveLength(new Set(survivor.carriedOut).size)
    const twice = byVictim.filter((what) => survivor.carriedOut.includes(what))
    // The victim can have had five in hand, and five more whose outcome it had not yet reported.
    expect(twice.length).toBeLessThanOrEqual(10)
    for (let i = 0; i < 50; i++) {
      const { state } = (await survivor.engine.read<ReminderState>(`inc-${i}`))!
      expect(Object.values(state.reminders).every(({ status }) => status === 'done')).toBe(true)
    }
  })
})
