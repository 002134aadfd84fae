/** `/dr declare` with no words: a form, opened while Slack still allows it, that stays open with what is wrong until it can be sent. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, type OpenView, openDesk } from './desk.ts'

const LEAD = 'technical-lead'
/** How long Slack's trigger id is good for. */
const TRIGGER_MS = 3_000

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const form = async (): Promise<OpenView | undefined> => (await desk.forms(LEAD)).at(-1)
async function submitted(values: Record<string, string>) {
  const { status, body } = await desk.submit(LEAD, (await form())!, values)
  expect(status).toBe(200)
  return (body === '' ? {} : JSON.parse(body)) as { response_action?: string; errors?: Record<string, string> }
}

it('opens within the three seconds that Slack gives', async () => {
  const startMs = performance.now()
  expect((await desk.send(LEAD, '/dr declare')).status).toBe(200)
  await desk.until(form, (view) => view !== undefined)
  expect(performance.now() - startMs).toBeLessThan(TRIGGER_MS)
  const view = (await form())!
  expect(view.callback_id).toBe('declare')
  const fields = view.blocks.map((block) => block.block_id)
  expect(fields).toEqual(['plan', 'scenario', 'severity', 'seen', 'since', 'drill', 'separate', 'components'])
})

it('stays open with what is wrong at its field', async () => {
  const wrong = [
    [{ plan: 'mcp-debate', scenario: 'cyber-attack' }, 'scenario', 'has no scenario "cyber-attack"'],
    [{ plan: 'mcp-debate', severity: 'medium', since: '4102444800' }, 'since', 'cannot have begun in the future'],
    [{ plan: 'puo-memo', severity: 'p4x' }, 'severity', 'has no severity "p4x"'],
  ] as const
  for (const [values, field, why] of wrong) {
    const answer = await submitted(values)
    expect(answer.response_action).toBe('errors')
    expect(answer.errors![field]).toContain(why)
    expect(await form()).toBeDefined()
  }
  await desk.advance('1s')
  expect(await desk.incidents()).toEqual([])
})

it('opens an incident with what was entered, closes, and answers', async () => {
  const sinceMs = desk.sandbox.clock.now() - 20 * 60_000
  const values = {
    plan: 'mcp-debate',
    scenario: 'database-corruption',
    severity: 'p2',
    seen: 'debates cannot be opened',
    since: String(Math.floor(sinceMs / 1000)),
    components: 'rag,postgresql',
  }
  expect(await submitted(values)).toEqual({})
  expect(await form()).toBeUndefined()
  await desk.advance('2s')
  const { view } = await desk.incident()
  expect(view).toMatchObject({
    scenario: { id: 'database-corruption' },
    severity: { id: 'p2' },
    seen: 'debates cannot be opened',
    mode: 'real',
    components: [{ id: 'rag' }, { id: 'postgresql' }],
    outageStartMs: Math.floor(sinceMs / 1000) * 1000,
  })
  expect(view.rto.startMs).toBe(view.outageStartMs)
  expect((await desk.directMessages('on-call-engineer')).messages).toHaveLength(1)
  const response = await fetch(`${desk.contract.slack.ephemeralsUrl}?user=${desk.person(LEAD).slackUserId}`)
  const told = (await response.json()) as { text: string }[]
  expect(told.filter((one) => one.text.includes(`*${view.id} is open*`))).toHaveLength(1)
})
