/** Which incident a channel belongs to: found without reading all that ever was. */
import { expect, test } from 'vitest'
import { ENDED_MAX } from '../../commands/kept-incidents.ts'
import { createPeople } from '../../src/program/people.ts'
import { type Desk, MINUTE, openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'

/** Every incident gets a channel of its own: C1, C2 … */
async function openDeskWithChannels() {
  const desk = await openDesk(shop)
  let channels = 0
  desk.world = (effect) =>
    effect.kind === 'open-channel'
      ? { ok: true, detail: { channelId: `C${++channels}`, channelName: `dr-${channels}` } }
      : { ok: true, detail: { ref: 'r' } }
  return desk
}

async function declareAndCancel(desk: Desk) {
  const { incident } = await desk.type('declare drill separate shop')
  await desk.type(`cancel ${incident} only counting`)
  desk.clock.moveTo(desk.clock.now() + MINUTE)
  return incident
}

/** Streams whose rows are read while `act` runs. */
async function readDuring(desk: Desk, act: () => Promise<unknown>): Promise<string[]> {
  const read: string[] = []
  const { rows } = desk.storage
  desk.storage.rows = (stream, ...rest) => {
    read.push(stream)
    return rows(stream, ...rest)
  }
  await act()
  desk.storage.rows = rows
  return read
}

test('a channel is known while its incident is open and when it is over, to each its own', async () => {
  const desk = await openDeskWithChannels()
  const { incidentOfChannel } = createPeople(desk.services)
  const over = await declareAndCancel(desk)
  const { incident: open } = await desk.type('declare database-corruption')
  expect(await incidentOfChannel('C1')).toBe(over)
  expect(await incidentOfChannel('C2')).toBe(open)
  expect(await incidentOfChannel('C3')).toBeUndefined()
})

test('looking a channel up reads no incident that has not changed', async () => {
  const desk = await openDeskWithChannels()
  const { incidentOfChannel } = createPeople(desk.services)
  for (let declared = 0; declared < 5; declared++) await declareAndCancel(desk)
  await desk.type('declare database-corruption')
  expect(await readDuring(desk, () => Promise.all([incidentOfChannel('C6'), incidentOfChannel('C9')]))).toEqual([])
})

test('of incidents that are over only the newest are searched; an older channel that was in use is still known', {
  timeout: 60_000,
}, async () => {
  const desk = await openDeskWithChannels()
  const { incidentOfChannel } = createPeople(desk.services)
  const first = await declareAndCancel(desk)
  expect(await incidentOfChannel('C1')).toBe(first)
  for (let declared = 0; declared < ENDED_MAX; declared++) await declareAndCancel(desk)
  expect(await desk.services.incidents({ all: true })).toHaveLength(ENDED_MAX)
  expect(await incidentOfChannel('C1')).toBe(first)
  expect(await createPeople(desk.services).incidentOfChannel('C1')).toBeUndefined()
  expect((await desk.services.view(first!))?.phase).toBe('cancelled')
})
