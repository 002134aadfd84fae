/** What somebody sees who looks in on Muster, by the real engine and cores. */
import { expect, test } from 'vitest'
import { createHome } from '../../commands/home.ts'
import { testPlan } from '../incident/test-plan.ts'
import { by, type Desk, MINUTE, openDesk } from './desk.ts'
import { bank, shop } from './plans.ts'

const look = (desk: Desk, person: Parameters<typeof by>[0]) =>
  createHome(desk.services)({ by: by(person), atMs: desk.clock.now() })

/** Titles and texts, one string a section. */
const told = async (desk: Desk, person: Parameters<typeof by>[0]) =>
  (await look(desk, person)).sections.map(({ title, text }) => (title === undefined ? text : `# ${title}\n${text}`))

test('nothing is open: that, who is on call, and how to begin', async () => {
  const desk = await openDesk(shop, bank)
  expect(await told(desk, 'olga')).toEqual([
    '# Open incidents\nNo incident is open.',
    '# Yours\nNothing is asked of you.',
    [
      '# On call now',
      '*Shop*',
      '• Level 1, at once: Olga',
      '• Level 2, after 15 min: Tina and Dora',
      '• Level 3, after 30 min: Ivan',
      '• Level 4, after 60 min: Cleo',
      '*Bank*',
      '• Level 1, at once: Olga',
      '• Level 2, after 15 min: Tina and Dora',
      '• Level 3, after 30 min: Ivan',
      '• Level 4, after 60 min: Cleo',
    ]
      .join('\n')
      .replaceAll('60 min', '1 h'),
    '# Readiness\n*Shop is 0 % ready*: 0 of 1 that should hold do.\n• *Database corruption*: never gone through, neither in a drill nor in earnest',
    [
      '*Bank is 0 % ready*: 0 of 2 that should hold do.',
      '• *Ledger corruption*: never gone through, neither in a drill nor in earnest',
      '• *Flood*: never gone through, neither in a drill nor in earnest',
    ].join('\n'),
  ])
  const { buttons } = await look(desk, 'olga')
  expect(buttons.map(({ command }) => command)).toEqual(['declare', 'list all', 'oncall', 'rehearse', 'help'])
})

test('an incident: its state, the page that waits for me, with the buttons that answer it', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption critical queries fail')
  await desk.advance(5 * MINUTE)
  const { sections } = await look(desk, 'olga')
  expect(sections[0]).toMatchObject({
    title: 'Open incidents',
    text: expect.stringMatching(
      /^\*DR-20261205-1000\* Critical, Database corruption \(Shop\)\nInvestigating, declared .*RTO: 1 h 55 min left.*\nChannel: <#C1>$/,
    ),
    incident: 'DR-20261205-1000',
  })
  expect(sections[1]).toEqual({
    title: 'Yours',
    text: '*You have been paged for DR-20261205-1000 and have not answered.*\n• Level 1, 5 min ago: Look at it.',
    incident: 'DR-20261205-1000',
    buttons: [
      { command: 'ack', label: 'Acknowledge', style: 'primary' },
      { command: 'next', label: 'I can’t: next one' },
    ],
  })
  await desk.type('ack')
  expect((await told(desk, 'olga')).join('\n')).not.toContain('have not answered')
})

test('readiness stands there on quiet days, with a button for the rest, and makes room for a disaster', async () => {
  const desk = await openDesk(shop, bank)
  await desk.type('declare drill shop database-corruption critical')
  await desk.advance(30 * MINUTE)
  await desk.type('resolve')
  const { sections } = await look(desk, 'olga')
  expect(sections.slice(-2)).toMatchObject([
    { title: 'Readiness', text: expect.stringMatching(/^\*Bank is 0 % ready\*/) },
    {
      text: '*Shop is 100 % ready*: 1 of 1 that should hold do.',
      buttons: [{ command: 'readiness', label: 'What is missing?', value: 'shop' }],
    },
  ])
  await desk.type('declare shop database-corruption critical')
  expect((await told(desk, 'olga')).join('\n')).not.toContain('% ready')
})

test('roles that I hold, and what is owed next and names me', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption critical')
  expect(await told(desk, 'tina')).toContainEqual('# Yours\n*DR-20261205-1000*\n• 10:15 UTC (in 15 min) page Level 2')
  expect((await told(desk, 'olga')).at(-2)).toBe('*DR-20261205-1000*\n• You are Incident commander (acting)')
})

test('whoever stands in has what is asked of those who are away', async () => {
  const desk = await openDesk(shop)
  await desk.type('cover @tina by @cleo until 2026-12-06 10:00')
  await desk.type('declare database-corruption critical')
  expect((await told(desk, 'cleo')).join('\n')).toContain('page Level 2')
  expect((await told(desk, 'cleo')).join('\n')).toContain('• Level 2, after 15 min: Cleo for Tina and Dora')
})

test('everything being held comes first; a stranger is told that nobody pages them', async () => {
  const desk = await openDesk(shop)
  await desk.type('hold tests of the network')
  const home = await createHome(desk.services)({ by: { id: 'slack:U0STRANGER', via: 'slack' }, atMs: desk.clock.now() })
  expect(home.sections[0]!.text).toMatch(/^\*EVERYTHING IS HELD\*/)
  expect(home.sections.find(({ title }) => title === 'Yours')!.text).toBe(
    'You are in no plan, so that nobody pages you.',
  )
})

test('more incidents than a screen holds are counted', async () => {
  const desk = await openDesk(shop)
  for (let n = 0; n < 12; n++) await desk.type('declare separate shop minor')
  const sections = await told(desk, 'ivan')
  expect(sections.filter((text) => text.includes('*DR-') && text.includes('RTO'))).toHaveLength(10)
  expect(sections).toContain('And 2 more: `/dr list`.')
})

test('what a plan lets nobody else see is not in their home', async () => {
  const desk = await openDesk(testPlan({ plan: { permissions: { look: { roles: ['commander'] } } } }))
  const stranger = { id: 'slack:U0STRANGER', via: 'slack' as const }
  const home = await createHome(desk.services)({ by: stranger, atMs: desk.clock.now() })
  expect(home.sections.map(({ text }) => text)).toEqual([
    '`/dr status` is for Incident commander (Ivan) of the plan of Shop; you are not in that plan.',
  ])
  expect(home.buttons).toEqual([])
})
