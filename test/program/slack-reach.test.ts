/** Slack goes and comes back: the incidents move to the console and back, also what is over by then. On the engine in memory; Slack's line is played. */
import { expect, test } from 'vitest'
import type { Heard, SlackLine } from '../../src/adapters/slack/line.ts'
import { createSlackReach } from '../../src/program/slack-reach.ts'
import { type Desk, openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'

const quiet = { warn: () => undefined, info: () => undefined }

/** Another one on the same engine is another replica. */
function reachOf(desk: Desk, slack: { answers: boolean }) {
  const line: SlackLine = {
    hear: (_listener: Heard) => undefined,
    ask: async () => (slack.answers ? { ok: true } : { ok: false, why: 'Slack cannot be reached (ECONNREFUSED).' }),
    word: async () => (slack.answers ? null : 'Trouble with connecting to Slack'),
  }
  const { services, engine, clock } = desk
  return createSlackReach({ line, services, engine, clock, logger: quiet })
}

async function pass(desk: Desk, looks: { look(): Promise<void> }[], seconds: number) {
  for (let second = 0; second < seconds; second += 10) {
    await desk.advance(10_000)
    for (const one of looks) await one.look()
  }
}

const awayOf = async ({ services }: Desk, id: string) => (await services.view(id))?.slackAway

test('what was resolved in the console while Slack was away is brought back, too, by whichever replica is left', async () => {
  const desk = await openDesk(shop)
  const slack = { answers: true }
  const first = reachOf(desk, slack)
  const { incident: id = '' } = await desk.type('declare database-corruption queries fail')
  await pass(desk, [first], 40)
  slack.answers = false
  await pass(desk, [first], 60)
  expect(await awayOf(desk, id)).toMatchObject([{ backMs: null }])
  expect((await desk.services.system()).away.slack?.why).toMatch(/Slack says: Trouble with connecting to Slack\.$/)
  await desk.type(`resolve ${id}`)
  expect(await desk.services.view(id)).toMatchObject({ phase: 'resolved' })

  // The first one is gone by then.
  slack.answers = true
  const second = reachOf(desk, slack)
  await pass(desk, [second], 400)
  expect(await awayOf(desk, id)).toMatchObject([{ backMs: expect.any(Number) }])
  const before = (await desk.services.events(id)).filter(({ type }) => type === 'moved-back')
  await pass(desk, [second], 60)
  expect(before).toHaveLength(1)
  expect((await desk.services.events(id)).filter(({ type }) => type === 'moved-back')).toEqual(before)
})

test('every open incident moves, whatever the number of them, and is brought back', async () => {
  const desk = await openDesk(shop)
  const slack = { answers: true }
  const reach = reachOf(desk, slack)
  const ids: string[] = []
  for (const scenario of ['database-corruption', 'flood']) {
    const { incident } = await desk.type(`declare ${scenario}`)
    ids.push(incident!)
    await desk.advance(60_000)
  }
  expect(new Set(ids).size).toBe(2)
  await pass(desk, [reach], 40)
  slack.answers = false
  await pass(desk, [reach], 60)
  for (const id of ids) expect(await awayOf(desk, id)).toMatchObject([{ backMs: null }])
  slack.answers = true
  await pass(desk, [reach], 400)
  for (const id of ids) expect(await awayOf(desk, id)).toMatchObject([{ backMs: expect.any(Number) }])
})
