/** A rehearsal as people read it. */
import { expect, it } from 'vitest'
import { timelineText } from '../../src/rehearsal/timeline.ts'
import { examplePlan, reported } from './rehearsing.ts'

const printed = async (...asked: Parameters<typeof reported>) =>
  timelineText(await reported(...asked), { colour: false })
const partOf = (text: string, title: string) => text.split('\n\n').find((part) => part.startsWith(`${title}\n`))!

it('says each step with its budget, what it was over, and what came by itself; what was not on the way is counted', async () => {
  const steps = partOf(
    await printed('patient', { scenario: 'database-lost', faults: 'step:restore:fail-once' }),
    'Steps',
  )
  expect(steps).toMatch(/✓ Find the newest backup that can be restored: \d+ s of 1 min$/m)
  expect(steps).toMatch(/✓ Look at the shop: 1 min 5 s of 1 min, 5 s over its budget$/m)
  expect(steps).toMatch(/✓ Restore the database from the backup: .* of 5 min.*, 2 times$/m)
  const other = partOf(await printed('puo-memo', { scenario: 'human-error' }), 'Steps')
  expect(other).toMatch(/✓ The incident is declared: by itself$/m)
  expect(other).toMatch(/– \d+ steps not on this way$/m)
  expect(other).not.toMatch(/no budget|undefined|NaN/)
})

it('says of a step without a budget what was taken for it, where others have one', async () => {
  const whole = await examplePlan('patient')
  const without = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, one) => (one?.id === 'restore' ? { ...one, budget: undefined } : one))
  const steps = partOf(await printed(without(whole) as typeof whole, { scenario: 'database-lost' }), 'Steps')
  expect(steps).toMatch(/✓ Restore the database from the backup: .*, no budget: (?:2|5) min assumed$/m)
  expect(steps.match(/assumed/g)).toHaveLength(1)
})

it('says who is told in the words of the product', async () => {
  const told = partOf(await printed('patient', { scenario: 'service-down' }), 'Who is told')
  expect(told).toContain('T+00:00:00  The team by Slack (first message): told T+00:00:00, late after T+00:05:00')
})

it('says once that the RTO is over, and once what happens several times in a moment', async () => {
  const text = await printed('puo-memo', {
    scenario: 'human-error',
    faults: 'slack:down@10m-40m,person:on-call-engineer:asleep',
  })
  expect(text.match(/RTO: the service should be back|recovery time objective is used up/g)).toHaveLength(1)
  expect(text).toMatch(/asking for an approval\. Slack cannot be reached \(\d times\)$/m)
})

it('tells what somebody wrote in words, and has what they wrote beside them', async () => {
  const report = await reported('sentia-mcp', {
    scenario: 'security-incident',
    set: ['breach-start=2026-01-04T00:00:00Z'],
  })
  const given = report.events.find(({ type }) => type === 'value-given')!
  expect(given.words).toEqual({ private: '2026-01-04T00:00:00Z' })
  expect(timelineText(report, { colour: false })).toContain(`${given.text}\n`)
  expect(given.text).toMatch(/ gives .*: 2026-01-04T00:00:00Z$/)
  for (const { text = '' } of report.events) expect(text).toBeTypeOf('string')
})

it('says of a check that something has changed since that it is to be made again', async () => {
  // The way out that was opened for the time being is taken away after the checks; so long nobody looks again.
  const steps = partOf(await printed('dhafnck-mcp', { scenario: 'security-breach', until: '4h25m' }), 'Steps')
  expect(steps).toMatch(/· Authentication works: .*, to be done again$/m)
  expect(steps).not.toMatch(/\d (?:s|min), not begun$/m)
})

it('is coloured only where that is wanted', async () => {
  const report = await reported('patient', { scenario: 'service-down' })
  expect(timelineText(report, { colour: false })).not.toContain('\u001b')
  const coloured = timelineText(report, { colour: true })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of.
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(timelineText(report, { colour: false }))
})
