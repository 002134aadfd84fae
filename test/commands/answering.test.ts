import { expect, test } from 'vitest'
import { by, MINUTE, openDesk } from './desk.ts'
import { bank, shop } from './plans.ts'

test('ack takes the only open incident and stops its ladder', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  const reply = await desk.type('ack')
  expect(reply.text).toMatch(/^\*You have DR-20261205-1000\*: Critical, Database corruption/)
  expect(reply.text).toContain('Nobody else is paged.')
  await desk.advance(90 * MINUTE)
  const view = await desk.services.view('DR-20261205-1000')
  expect(view?.ladder.levels.map((level) => level.level)).toEqual(['one'])
})

test('with two open, an acknowledgement is never guessed; the id may stand before or after the command', async () => {
  const desk = await openDesk(shop, bank)
  await desk.type('declare shop database-corruption')
  await desk.type('declare bank flood')
  const asked = await desk.type('ack')
  expect(asked.ok).toBe(false)
  expect(asked.text).toContain('`/dr ack DR-20261205-1000`')
  expect(asked.text).toContain('`/dr ack DR-20261205-1000-2`')
  expect((await desk.type('ack dr-20261205-1000')).incident).toBe('DR-20261205-1000')
  expect((await desk.type('DR-20261205-1000-2 ack')).incident).toBe('DR-20261205-1000-2')
})

test('the channel in which it is typed, or which is mentioned, says which incident', async () => {
  const desk = await openDesk(shop, bank)
  await desk.type('declare shop database-corruption')
  await desk.type('declare bank flood')
  expect((await desk.type('ack', { incident: 'DR-20261205-1000-2' })).incident).toBe('DR-20261205-1000-2')
  expect((await desk.type('status <#C1|dr-channel>')).incident).toBeDefined()
})

test('ack in the name of somebody else', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  expect((await desk.type('ack <@U000000003|tina>')).text).toMatch(/^\*Tina has DR-20261205-1000\*/)
  expect((await desk.type('ack @tnia')).text).toBe('"@tnia" is nobody in the plan of Shop. Did you mean tina?')
})

test('nothing open: one kind sentence, with what became of the latest', async () => {
  const desk = await openDesk(shop)
  expect((await desk.type('ack')).text).toBe('No incident is open. `/dr declare` opens one.')
  await desk.type('declare database-corruption')
  await desk.type('resolve')
  expect((await desk.type('ack')).text).toContain('DR-20261205-1000 is resolved.')
  expect((await desk.type('ack DR-20261205-1000')).text).toContain('Thank you, there is nothing left to do.')
  expect((await desk.type('ack DR-20200101-0000')).text).toBe('There is no incident DR-20200101-0000. None is open.')
})

test('next passes it on, to the next holder or to whoever is named', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  await desk.type('next on a train')
  await desk.advance(1000)
  expect((await desk.type('status')).text).toContain('Being paged: Otto')
  const named = await desk.type('next @tina she knows it', { by: by('otto') })
  expect(named.text).toContain('Tina is asked instead.')
})

test('escalate, page and ladder: by hand, paused with a reason and resumed', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  expect((await desk.type('escalate')).text).toMatch(/^\*Escalated to Level 2.\*/)
  expect((await desk.type('page @cleo we need money')).text).toContain('*Cleo is being paged*')
  expect((await desk.type('page nobody-such')).ok).toBe(false)
  expect((await desk.type('ladder pause')).text).toContain('Say why')
  // A bare length is no reason, and would have no end.
  for (const length of ['10 min', 'for 10 min', '14:30'])
    expect((await desk.type(`ladder pause ${length}`)).text).toContain('Say why')
  const paused = await desk.type('ladder pause waiting for the vendor for 20 min')
  expect(paused.text).toContain('*The ladder is paused* until 10:20 UTC (in 20 min): waiting for the vendor')
  expect((await desk.type('ladder show')).text).toContain('*The ladder is paused*')
  expect((await desk.type('ladder resume')).text).toContain('*The ladder goes on.*')
  expect((await desk.type('ladder puase')).text).toBe('The ladder cannot "puase": say `/dr ladder pause`.')
})

test('whoever is being called already is not paged twice at once, unless there is a reason to say', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  const pages = async () =>
    (await desk.services.view('DR-20261205-1000'))?.ladder.levels
      .flatMap(({ pages }) => pages)
      .map((one) => one.person.id)
  expect((await desk.type('page @olga')).text).toBe(
    '*Olga (Slack) is being called already* for DR-20261205-1000. `/dr page DR-20261205-1000 @olga REASON` pages once more and says why.',
  )
  expect(await pages()).toEqual(['olga'])
  expect((await desk.type('page --test @olga')).text).toContain('*A test goes to Olga*')
  expect((await desk.type('page @cleo')).text).toContain('*Cleo is being paged*')
  expect((await desk.type('page DR-20261205-1000 @olga the database too')).text).toContain('*Olga is being paged*')
  expect(await pages()).toEqual(['olga', 'cleo', 'olga'])
})

test('a button pressed twice acts once', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  await desk.type('escalate', { key: 'press-1' })
  await desk.type('escalate', { key: 'press-1' })
  const reached = (await desk.services.events('DR-20261205-1000')).filter((event) => event.type === 'level-reached')
  expect(reached).toHaveLength(2)
})
