/** The engine's own behaviour, on both storages; the clock stands still unless a test moves it. */
import { afterEach, describe, expect, test } from 'vitest'
import type { AnyCore } from '../../src/engine/any-core.ts'
import { PUT_OFF_MS } from '../../src/engine/turn.ts'
import { privately } from '../../src/plan/actor.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { ANA, ATTEMPT_MS, RETRY_MS, type Remind, type ReminderState, reminderCore } from './reminder-core.ts'
import { createRig, postgresBackings, type Rig, type RigOptions, START_MS } from './rig.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const openers = {
  memory: async (options: RigOptions) => createRig(options),
  PostgreSQL: async (options: RigOptions) => {
    const { backings, close } = await postgresBackings(1)
    cleanups.push(close)
    return createRig({ ...options, backing: backings[0]! })
  },
}

describe.each(['memory', 'PostgreSQL'] as const)('engine on %s', (kind) => {
  const open = async (options: RigOptions = {}): Promise<Rig> => {
    const rig = await openers[kind](options)
    await rig.backing.storage.start()
    await rig.backing.outbox.start()
    cleanups.push(() => rig.engine.stop())
    return rig
  }
  const openIn = async ({ engine }: Rig) =>
    (await engine.readAll({ prefix: 'inc-', open: true })).map(({ stream }) => stream)
  const stateOf = async ({ engine }: Rig, stream: string) => (await engine.read<ReminderState>(stream))?.state

  test('what is due already is attempted by the very commit that asked for it', async () => {
    const rig = await open()
    const asked = await rig.ask('inc-1', 'call', START_MS)
    expect(asked).toMatchObject({ ok: true, seq: 2, repeated: false })
    expect(asked.ok && asked.events.map(({ type }) => type)).toEqual(['asked', 'attempted'])
    expect(await rig.backing.outbox.waiting()).not.toEqual([])
  })

  test('what is due later is carried out once its time has come, and not before', async () => {
    const rig = await open()
    await rig.ask('inc-1', 'call', START_MS + 60_000)
    expect(await rig.engine.nextDue()).toBe(START_MS + 60_000)
    expect(await rig.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 0 })
    rig.clock.moveTo(START_MS + 60_000)
    expect(await rig.engine.settle()).toEqual({ carriedOut: 1, stillFailing: 0 })
    expect(rig.carriedOut).toEqual(['call'])
    expect(await rig.engine.nextDue()).toBeUndefined()
  })

  test('a failure is an event, and the next try an obligation', async () => {
    let working = false
    const rig = await open({ carryOut: async () => (working ? { ok: true } : { ok: false, reason: 'busy' }) })
    await rig.ask('inc-1', 'call', START_MS)
    expect(await rig.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 1 })
    expect(await rig.engine.nextDue()).toBe(START_MS + RETRY_MS)
    working = true
    rig.clock.moveTo(START_MS + RETRY_MS)
    expect(await rig.engine.settle()).toEqual({ carriedOut: 1, stillFailing: 0 })
    expect((await stateOf(rig, 'inc-1'))?.reminders.call).toMatchObject({
      status: 'done',
      attempt: 2,
      lastReason: 'busy',
    })
  })

  test('an exception is a failure whose text stays out of the journal', async () => {
    const rig = await open({
      carryOut: async () => {
        throw new RangeError('+14155550100 refused')
      },
    })
    await rig.ask('inc-1', 'call', START_MS)
    await rig.engine.settle()
    expect((await stateOf(rig, 'inc-1'))?.reminders.call?.lastReason).toBe(
      'failed unexpectedly (RangeError); the log has the details',
    )
  })

  test('what is withdrawn between attempt and job is not carried out', async () => {
    const rig = await open()
    await rig.ask('inc-1', 'call', START_MS)
    await rig.give('inc-1', { type: 'withdraw', atMs: START_MS, by: ANA, what: 'call' })
    expect(await rig.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 0 })
    expect(rig.carriedOut).toEqual([])
  })

  test('a call that never answers ends at its deadline, and the next try follows', async () => {
    const begun = Promise.withResolvers<AbortSignal>()
    let calls = 0
    const rig = await open({
      carryOut: (_effect, { signal }) => {
        if (++calls > 1) return Promise.resolve({ ok: true })
        begun.resolve(signal)
        return new Promise(() => {})
      },
    })
    await rig.ask('inc-1', 'call', START_MS)
    const settled = rig.engine.settle()
    const signal = await begun.promise
    rig.clock.moveTo(START_MS + ATTEMPT_MS)
    await settled
    expect(signal.aborted).toBe(true)
    const failed = (await rig.engine.events('inc-1')).at(-1)
    expect(failed).toHaveProperty('outcome', { ok: false, reason: 'no answer before the deadline' })
    rig.clock.moveTo(START_MS + ATTEMPT_MS + RETRY_MS)
    await rig.engine.settle()
    expect(rig.carriedOut).toEqual(['call'])
  })

  test('a request with a key acts once, whichever stream it comes to', async () => {
    const rig = await open()
    const ask = (stream: string) =>
      rig.give(stream, { type: 'ask', atMs: START_MS, by: ANA, what: 'call', dueMs: START_MS + 1 }, { key: 'T1' })
    expect(await ask('inc-1')).toMatchObject({ ok: true, repeated: false, stream: 'inc-1', seq: 1 })
    expect(await ask('inc-1')).toMatchObject({ ok: true, repeated: true, stream: 'inc-1', seq: 1, events: [] })
    expect(await ask('inc-2')).toMatchObject({ ok: true, repeated: true, stream: 'inc-1', events: [] })
    expect(await openIn(rig)).toEqual(['inc-1'])
  })

  test('the same key from many at once acts once', async () => {
    const rig = await open()
    const note = { type: 'note', atMs: START_MS, by: ANA, text: privately('x') } as const
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => rig.give(`inc-${i}`, note, { key: 'same' })))
    expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1)
    expect(await openIn(rig)).toHaveLength(1)
  })

  test('a refusal leaves nothing behind, not even its key', async () => {
    const rig = await open()
    await rig.ask('inc-1', 'call', START_MS + 1)
    const again = { type: 'ask', atMs: START_MS, by: ANA, what: 'call', dueMs: START_MS } as const
    expect(await rig.give('inc-1', again, { key: 'k' })).toEqual({ ok: false, why: 'call has been asked for already' })
    expect(await rig.give('inc-1', again, { key: 'k' })).toMatchObject({ ok: false })
    expect(await rig.give('inc-1', again, { mustBeNew: true })).toEqual({
      ok: false,
      why: 'inc-1 exists already',
      exists: true,
    })
    expect(await rig.engine.events('inc-1')).toHaveLength(1)
  })

  test('a stream is pinned to the plan it was given, by digest and content', async () => {
    const rig = await open()
    const plan = { digest: 'd1', plan: { id: 'a' } as Plan }
    const pinned = await rig.give('inc-1', { type: 'pin', atMs: START_MS, by: ANA, digest: 'd1' }, { plan })
    expect(pinned).toMatchObject({ ok: true, plan: { id: 'a' } })
    expect((await createRig({ backing: rig.backing }).engine.read('inc-1'))?.plan).toEqual({ id: 'a' })
  })

  test('while held nothing is attempted or carried out; afterwards everything is', async () => {
    let held = true
    const rig = await open({ held: () => held })
    await rig.ask('inc-1', 'call', START_MS)
    expect(await rig.engine.nextDue()).toBeUndefined()
    expect(await rig.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 0 })
    expect((await stateOf(rig, 'inc-1'))?.reminders.call?.status).toBe('owed')
    held = false
    expect(await rig.engine.settle()).toEqual({ carriedOut: 1, stillFailing: 0 })
  })

  test('a hold catches what was handed out before it', async () => {
    let held = false
    const rig = await open({ held: () => held })
    await rig.ask('inc-1', 'call', START_MS)
    held = true
    await rig.engine.settle()
    expect(rig.carriedOut).toEqual([])
    expect((await stateOf(rig, 'inc-1'))?.reminders.call?.lastReason).toBe('all outgoing effects are held')
  })

  test('started, it acts when the clock gets there, and again after having been stopped; stop and start are idle twice', async () => {
    const rig = await open()
    await rig.engine.stop()
    await rig.engine.start()
    await rig.engine.start()
    await rig.ask('inc-1', 'first', START_MS + 60_000)
    rig.clock.moveTo(START_MS + 60_000)
    await rig.until('first')
    await rig.engine.stop()
    await rig.engine.stop()
    await rig.ask('inc-1', 'second', START_MS + 60_000)
    expect(rig.carriedOut).toEqual(['first'])
    await rig.engine.start()
    await rig.until('second')
  })

  test('an erased text is gone from every replica’s memory too', async () => {
    const rig = await open()
    const other = createRig({ backing: rig.backing })
    await rig.give('inc-1', { type: 'note', atMs: START_MS, by: ANA, text: privately('my number') })
    expect((await stateOf(other, 'inc-1'))?.notes).toEqual(['my number'])
    await rig.backing.storage.eraseTexts({ subject: 'ana' })
    expect((await stateOf(other, 'inc-1'))?.notes).toEqual([null])
    expect((await stateOf(rig, 'inc-1'))?.notes).toEqual([null])
    expect(await rig.engine.events('inc-1')).toMatchObject([{ seq: 1, text: { private: null } }])
  })

  test('of many streams only those that have changed are read again, whoever changed or erased them', async () => {
    const asked: string[] = []
    const rig = await open()
    const { storage } = rig.backing
    const rows: typeof storage.rows = (stream, ...rest) => {
      asked.push(stream)
      return storage.rows(stream, ...rest)
    }
    const counting = { ...storage, rows }
    const reader = createRig({ backing: { ...rig.backing, storage: counting }, clock: rig.clock }).engine
    const readAll = async () => {
      asked.length = 0
      const all = await reader.readAll<ReminderState>({ prefix: 'inc-' })
      return all.map(({ stream, seq, state }) => `${stream} at ${seq}: ${Object.keys(state.reminders).join(' ')}`)
    }
    for (const stream of ['inc-1', 'inc-2', 'inc-3']) await rig.ask(stream, 'call', START_MS + 60_000)
    expect(await readAll()).toEqual(['inc-1 at 1: call', 'inc-2 at 1: call', 'inc-3 at 1: call'])
    expect(asked).toEqual(['inc-1', 'inc-2', 'inc-3'])
    expect(await readAll()).toHaveLength(3)
    expect(asked).toEqual([])
    await rig.ask('inc-2', 'mail', START_MS + 60_000)
    await rig.give('inc-3', { type: 'note', atMs: START_MS, by: ANA, text: privately('secret') })
    expect(await readAll()).toEqual(['inc-1 at 1: call', 'inc-2 at 2: call mail', 'inc-3 at 2: call'])
    expect(asked).toEqual(['inc-2', 'inc-3'])
    await storage.eraseTexts({ stream: 'inc-3' })
    await readAll()
    expect(new Set(asked)).toEqual(new Set(['inc-3']))
  })

  test('a closed stream is not listed as open any more', async () => {
    const rig = await open()
    await rig.ask('inc-1', 'call', START_MS + 1)
    await rig.engine.submit('inc-1', { type: 'close', atMs: START_MS, by: ANA })
    expect(await openIn(rig)).toEqual([])
  })

  test('rules that fail in a tick lose no command, disturb no other stream and are asked again later', async () => {
    const broken: AnyCore<Remind> = {
      ...(reminderCore as AnyCore<Remind>),
      decide(plan, state, command) {
        const isBroken = (state as ReminderState).reminders.broken !== undefined
        if (command.type === 'tick' && isBroken) throw new Error('a bug')
        return (reminderCore as AnyCore<Remind>).decide(plan, state, command)
      },
    }
    const rig = await open({ core: broken })
    expect(await rig.ask('inc-1', 'broken', START_MS)).toMatchObject({ ok: true, seq: 1 })
    await rig.ask('inc-2', 'call', START_MS)
    expect(await rig.engine.settle()).toEqual({ carriedOut: 1, stillFailing: 0 })
    expect(await rig.engine.nextDue()).toBe(START_MS + PUT_OFF_MS)
    expect(rig.complaints).toContain('the rules of the stream failed; asking again in 5 s')
  })

  test('a core that never gets quiet cannot keep a transaction open', async () => {
    const restless: AnyCore<Remind> = {
      ...(reminderCore as AnyCore<Remind>),
      owed: () => [{ id: 'x', dueMs: 0, effect: { kind: 'remind', what: 'x' } }],
      decide: (_plan, _state, { atMs, by }) => ({ ok: true, events: [{ type: 'noted', atMs, by }] }),
      evolve: (state) => state,
    }
    const rig = await open({ core: restless })
    expect(await rig.engine.submit('inc-1', { type: 'note', atMs: START_MS, by: ANA })).toMatchObject({
      ok: true,
      seq: 51,
    })
    expect(await rig.engine.nextDue()).toBe(START_MS + PUT_OFF_MS)
  })
})
