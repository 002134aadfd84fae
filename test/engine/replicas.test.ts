/** Several engines on one database: what one starts another may finish, and nothing is lost or done twice. */
import { afterEach, describe, expect, test } from 'vitest'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { ATTEMPT_MS, type ReminderState } from './reminder-core.ts'
import { createRig, postgresBackings, type RigOptions, START_MS } from './rig.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Replicas on one database and one clock; started. */
async function replicas(...options: RigOptions[]) {
  const { backings, close } = await postgresBackings(options.length)
  cleanups.push(close)
  const clock = createSteppedClock(wallClock, START_MS, false)
  const rigs = options.map((option, index) => createRig({ clock, backing: backings[index]!, ...option }))
  for (const { engine } of rigs) {
    await engine.start()
    cleanups.push(() => engine.stop())
  }
  return { clock, rigs }
}

describe('two replicas', () => {
  test('carry out hundreds of obligations at one instant once each, both of them working', async () => {
    const { clock, rigs } = await replicas({}, {})
    const [a, b] = [rigs[0]!, rigs[1]!]
    const dueMs = START_MS + 60_000
    const names = Array.from({ length: 300 }, (_, i) => `r${i}`)
    await Promise.all(names.map((name, i) => rigs[i % 2]!.ask(`inc-${i % 100}`, name, dueMs)))
    clock.moveTo(dueMs)
    const all = Promise.all(names.map((name) => Promise.race([a.until(name), b.until(name)])))
    await all
    expect([...a.carriedOut, ...b.carriedOut].sort()).toEqual([...names].sort())
    expect(a.carriedOut.length).toBeGreaterThan(0)
    expect(b.carriedOut.length).toBeGreaterThan(0)
    await a.engine.settle()
    for (let i = 0; i < 100; i++) {
      const state = (await a.engine.read<ReminderState>(`inc-${i}`))?.state
      for (const { status, attempt } of Object.values(state?.reminders ?? {}))
        expect({ status, attempt }).toEqual({ status: 'done', attempt: 1 })
    }
    for await (const finding of verifyJournal(a.backing.storage)) expect.unreachable(finding.message)
  })

  test('answer commands to one stream at the same moment one after another', async () => {
    const { rigs } = await replicas({}, {})
    const names = Array.from({ length: 40 }, (_, i) => `r${i}`)
    const answers = await Promise.all(names.map((name, i) => rigs[i % 2]!.ask('inc-1', name, START_MS + 60_000)))
    expect(answers.map((answer) => answer.ok && answer.seq).sort((x, y) => Number(x) - Number(y))).toEqual(
      names.map((_, i) => i + 1),
    )
    const same = await Promise.all([
      rigs[0]!.ask('inc-1', 'same', START_MS + 1),
      rigs[1]!.ask('inc-1', 'same', START_MS + 1),
    ])
    expect(same.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('find each other’s lost attempt at its deadline', async () => {
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<{ ok: true }>()
    const hang = () => {
      begun.resolve()
      return end.promise
    }
    const { backings, close } = await postgresBackings(2)
    cleanups.push(close)
    const clock = createSteppedClock(wallClock, START_MS, false)
    // It can have one job in hand, so that it claims no more, like the dead.
    const oneAtATime = { ...backings[0]!.outbox, queues: { mail: { concurrency: 1 } } }
    const dying = createRig({
      clock: createSteppedClock(wallClock, START_MS, false),
      backing: { ...backings[0]!, outbox: oneAtATime },
      carryOut: hang,
    })
    await dying.engine.start()
    cleanups.push(() => dying.engine.stop())
    await dying.ask('inc-1', 'call', START_MS)
    cleanups.push(async () => end.resolve({ ok: true }))
    await begun.promise
    const other = createRig({ clock, backing: backings[1]! })
    await other.engine.start()
    cleanups.push(() => other.engine.stop())
    clock.moveTo(START_MS + ATTEMPT_MS - 1)
    await other.engine.settle()
    expect(other.carriedOut).toEqual([])
    clock.moveTo(START_MS + ATTEMPT_MS)
    await other.until('call')
    const types = (await other.engine.events('inc-1')).map(({ type }) => type)
    expect(types.slice(0, 4)).toEqual(['asked', 'attempted', 'lost', 'attempted'])
  })

  test('notice what another made due sooner without any notification, within five seconds of the clock', async () => {
    const { backings, close } = await postgresBackings(2)
    cleanups.push(close)
    const clock = createSteppedClock(wallClock, START_MS, false)
    const [asking, deaf] = [createRig({ clock, backing: backings[0]! }), backings[1]!]
    const acting = createRig({
      clock,
      backing: {
        ...deaf,
        storage: { ...deaf.storage, onWake: () => () => {} },
        outbox: { ...deaf.outbox, onHandedOut: () => () => {} },
      },
    })
    await acting.engine.start()
    cleanups.push(() => acting.engine.stop())
    await asking.backing.outbox.start()
    await asking.ask('inc-1', 'call', START_MS + 1_000)
    clock.moveTo(START_MS + 5_000)
    await acting.until('call')
  })

  test('leave everything alone while held, and go on when the hold ends', async () => {
    let held = true
    const { clock, rigs } = await replicas({ held: () => held }, { held: () => held })
    await rigs[0]!.ask('inc-1', 'call', START_MS + 1_000)
    clock.moveTo(START_MS + 60_000)
    await rigs[0]!.engine.settle()
    await rigs[1]!.engine.settle()
    expect(await rigs[1]!.engine.events('inc-1')).toHaveLength(1)
    held = false
    clock.moveTo(START_MS + 65_000)
    await Promise.race([rigs[0]!.until('call'), rigs[1]!.until('call')])
  })
})
