import { expect, test } from 'vitest'
import { createOpenCount, eventsFromEnd, openPages } from '../../commands/journal-services.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { by, type Desk, openDesk, T0 } from './desk.ts'
import { shop } from './plans.ts'

const DECLARED = 'DR-20261205-1000'

const DRILL = {
  ...{ planId: shop.id, scenario: null, severity: 'critical', mode: 'drill' as const, seen: 'Practice' },
  ...{ outageStartMs: null, components: [], separate: false },
}

/** The desk's engine, and how many rows were asked for by `events` since. */
function counting({ engine }: Desk) {
  const asked: number[] = []
  const events: Engine['events'] = (stream, which) => {
    asked.push(which?.limit ?? Number.POSITIVE_INFINITY)
    return engine.events(stream, which)
  }
  return { engine: { ...engine, events }, asked }
}

test('what is open is counted by mode, each incident asked once and for one event', async () => {
  const desk = await openDesk(shop)
  const { engine, asked } = counting(desk)
  const count = createOpenCount(engine, 'DR-')
  expect(await count()).toEqual({ real: 0, drill: 0 })
  await desk.type('declare database-corruption queries fail')
  await desk.type('declare separate database-corruption again')
  await desk.services.declare(DRILL, { by: by('olga'), atMs: T0, key: 'drill' })
  expect(await count()).toEqual({ real: 2, drill: 1 })
  expect(await count()).toEqual({ real: 2, drill: 1 })
  expect(asked).toEqual([1, 1, 1])
  await desk.type(`cancel ${DECLARED} a test alert`)
  expect(await count()).toEqual({ real: 1, drill: 1 })
  await desk.type(`reopen ${DECLARED} it is real`)
  expect(await count()).toEqual({ real: 2, drill: 1 })
  expect(await count()).toEqual(await desk.services.countOpen())
  const pages = await Array.fromAsync(openPages(desk.engine, 'DR-'))
  expect(pages.flat().map(({ stream }) => stream)).toEqual([DECLARED, `${DECLARED}-2`, `${DECLARED}-3`])
})

test('a journal is read from its end, no further than somebody wants, and says the same however far', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption queries fail')
  for (let n = 1; n <= 250; n++) await desk.type(`note entry ${n}`)
  const whole = await desk.services.events(DECLARED)
  const pages = await Array.fromAsync(desk.services.eventsFromEnd(DECLARED))
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.reverse().flat()).toEqual(whole)
  const { engine, asked } = counting(desk)
  for await (const page of eventsFromEnd(engine, DECLARED)) {
    expect(page).toEqual(whole.slice(-page.length))
    break
  }
  expect(asked).toEqual([200])
  expect(await Array.fromAsync(desk.services.eventsFromEnd('DR-20200101-0000'))).toEqual([])

  const few = await desk.type('timeline 3')
  expect(few.text.split('\n')[0]).toBe(`*Timeline of ${DECLARED}*, the last 3 entries`)
  const all = await desk.type('timeline all')
  const entries = all.data as { text: string }[]
  expect(all.text.split('\n')[0]).toBe(`*Timeline of ${DECLARED}*, the last 80 of ${entries.length} entries`)
  expect(few.data).toEqual(entries.slice(-3))
  expect(entries[0]?.text).toContain('declared by Olga')
})

test('a heading says what the view says', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption queries fail')
  const [heading] = await desk.services.headings()
  expect(await desk.services.view(DECLARED)).toMatchObject(heading!)
  await desk.type('cancel a test alert')
  expect(await desk.services.headings()).toEqual([])
  expect((await desk.services.headings({ all: true })).map(({ phase }) => phase)).toEqual(['cancelled'])
})
