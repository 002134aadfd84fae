/** Rehearsals beside a server: off its thread, a few at once, not for long. */
import { afterEach, expect, it } from 'vitest'
import { readAsked } from '../../src/rehearsal/ask.ts'
import { AT_ONCE, createRehearsals, type Rehearsals } from '../../src/rehearsal/beside.ts'
import type { Wanted } from '../../src/rehearsal/rehearse.ts'
import { examplePlan, reported } from './rehearsing.ts'

const asked = { scenario: 'service-down' }
const wanted = async (): Promise<Wanted> => {
  const read = readAsked(await examplePlan('patient'), asked)
  if (!read.ok) throw new Error(read.why)
  return read.wanted
}

const open: Rehearsals[] = []
const opened = (options?: Parameters<typeof createRehearsals>[0]) => {
  const rehearsals = createRehearsals(options)
  open.push(rehearsals)
  return rehearsals
}
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))

it('finds what a rehearsal finds, draws it, and leaves the event loop free', async () => {
  const rehearsals = opened()
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const found = await rehearsals.rehearse(await wanted())
  isOver = true
  if (!found.ok) throw new Error(found.why)
  expect(found.report).toEqual(await reported('patient', asked))
  expect(
    Buffer.from(await rehearsals.picture(found.svg))
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  // A rehearsal on this thread would leave it a turn between its rounds, some hundreds.
  expect(turns).toBeGreaterThan(5_000)
})

it('runs many as one who asks for many', async () => {
  const found = await opened().rehearse(await wanted(), 3)
  expect(found).toMatchObject({ ok: true, distribution: { seeds: 3, firstSeed: 1 } })
})

it('takes a few at once, and others when these are over', async () => {
  const rehearsals = opened()
  const scenario = await wanted()
  const running = Array.from({ length: AT_ONCE }, () => rehearsals.rehearse(scenario))
  expect(await rehearsals.rehearse(scenario)).toEqual({
    ok: false,
    why: `${AT_ONCE} rehearsals are running already: ask again in some seconds.`,
  })
  await Promise.all(running)
  expect(await rehearsals.rehearse(scenario)).toMatchObject({ ok: true })
})

it('gives up after a while, and says what may be asked for', async () => {
  const rehearsals = opened({ limitMs: 1 })
  const scenario = await wanted()
  expect(await rehearsals.rehearse(scenario)).toEqual({
    ok: false,
    why: 'It was not over within 0.001 s, which is as long as the server may spend on it: rehearse it with `muster rehearse`.',
  })
  expect(await rehearsals.rehearse(scenario, 50)).toMatchObject({
    ok: false,
    why: expect.stringContaining('0 of 50 were rehearsed: rehearse them'),
  })
})

it('gives up what needs too much memory, and goes on', async () => {
  const rehearsals = opened({ memoryMaxMb: 8 })
  const found = await rehearsals.rehearse(await wanted())
  expect(found).toMatchObject({ ok: false, why: expect.stringContaining('more memory than the server may spend') })
})

it('says so when the server is stopped meanwhile or already, and leaves no thread', async () => {
  const rehearsals = opened()
  const scenario = await wanted()
  const running = rehearsals.rehearse(scenario, 50)
  await rehearsals.close()
  const stopped = { ok: false, why: 'The server is being stopped: ask again when it is back.' }
  expect(await running).toEqual(stopped)
  expect(await rehearsals.rehearse(scenario)).toEqual(stopped)
  await rehearsals.close()
})
