/** Somebody rehearses a disaster from Slack: the words at once, the chart as a file in their direct messages; without Slack the words alone. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const WHO = 'technical-lead'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk({ patient: true })
})
afterAll(() => desk.close())

interface WithFiles {
  text: string
  files?: { name: string; title: string; size: number; mimetype: string }[]
}

const files = async () =>
  (await desk.directMessages(WHO)).messages.flatMap((message) => (message as WithFiles).files ?? [])

it('answers with the verdict, and sends the chart', async () => {
  const answer = await desk.type(WHO, '/dr rehearse mcp-debate infrastructure-loss')
  expect(answer).toMatch(/^\*Would take [\dhmins ]+ of an RTO of 4 h: fits, [\dhmins ]+ left\*\n/)
  expect(answer).toContain('A rehearsal: nothing was done, nobody was told.')
  expect(answer).toContain('`/dr rehearse mcp-debate infrastructure-loss p1 --seed 1`')
  const [file, ...more] = await desk.until(files, (all) => all.length > 0)
  expect(more).toEqual([])
  expect(file).toMatchObject({ name: 'rehearsal-mcp-debate-infrastructure-loss.png' })
  expect(file!.size).toBeGreaterThan(50_000)
  expect(await desk.incidents()).toEqual([])
})

it('rehearses many times, and says when that is more than it may take', async () => {
  expect(await desk.type(WHO, '/dr rehearse mcp-debate s1 --seeds 2')).toMatch(
    /^\*The RTO of 5 min is met in [\d.]+ % of runs when things go wrong/,
  )
  await desk.until(files, (all) => all.length === 2)
  expect(await desk.type(WHO, '/dr rehearse mcp-debate s1 --seeds 5000')).toBe(
    'Behind `--seeds` stands a whole number from 2 to 1000.',
  )
})

it('asks which plan and which scenario', async () => {
  expect(await desk.type(WHO, '/dr rehearse')).toMatch(
    /^Which plan\? Say `\/dr rehearse mcp-debate`, `\/dr rehearse patient` or /,
  )
  expect(await desk.type(WHO, '/dr rehearse mcp-debate')).toMatch(
    /^Which scenario of MCP Debate System\? Say `\/dr rehearse mcp-debate service-failure`,/,
  )
})

it('says what it does not understand', async () => {
  expect(await desk.type(WHO, '/dr rehearse mcp-debate fire')).toMatch(
    /^"fire" is no scenario or severity of mcp-debate: say /,
  )
  expect(await desk.type(WHO, '/dr rehearse mcp-debate s1 --faults slck:down')).toBe(
    'The fault "slck:down": "slck" is not a service: did you mean slack?',
  )
  expect(await desk.type(WHO, '/dr rehearse mcp-debate s1 --sedes 3')).toMatch(/^`--sedes` is no option here/)
})

it('gives the console the words alone', async () => {
  const before = (await files()).length
  const answer = await desk.console(WHO, 'rehearse mcp-debate service-failure --nobody')
  expect(answer).toMatch(/^Would not be over within 5 h: the RTO of 5 min is missed\n/)
  expect(answer).toContain('Nobody answers')
  expect(answer).toContain('--nobody --seed 1')
  expect(await files()).toHaveLength(before)
})

it('says so when Slack takes no file; the words are there', async () => {
  await desk.fault({ service: 'slack', match: 'files.getUploadURLExternal', fault: 'error', count: 1 })
  const responseUrl = desk.newResponseUrl()
  await desk.send(WHO, '/dr rehearse mcp-debate service-failure', { responseUrl })
  const [words, sorry] = await desk.until(
    () => desk.answers(responseUrl),
    (all) => all.length === 2,
  )
  expect(words).toMatch(/^\*Would take /)
  expect(sorry).toMatch(/^The chart could not be sent \(.*\); the words above hold all the same\.$/)
})
