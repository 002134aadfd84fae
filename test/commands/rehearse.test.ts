/** What `/dr rehearse` says of a rehearsal, and how its words are read. */
import { afterAll, expect, it } from 'vitest'
import type { Request } from '../../commands/command.ts'
import { rehearse } from '../../commands/rehearse.ts'
import { createRehearsals } from '../../src/rehearsal/beside.ts'
import { examplePlan } from '../rehearsal/rehearsing.ts'

// The machine may have other tests to do.
const rehearsals = createRehearsals({ limitMs: 60_000 })
afterAll(() => rehearsals.close())

const say = async (words: string, drillMs: Record<string, number> = {}) => {
  const plan = await examplePlan('patient')
  const services = { plans: async () => ({ [plan.id]: plan }), drillTimes: async () => drillMs, rehearsals }
  return rehearse.run({ words, services } as unknown as Request)
}

it('says first whether it fits, then who waits for whom, what was late and how to see it again', async () => {
  const { text, data, ok } = await say('database-lost')
  expect(ok).toBe(true)
  const lines = text.split('\n')
  expect(lines[0]).toMatch(/^\*Would take 1\d min \d+ s of an RTO of 30 min: fits, 1\d min \d+ s left\*$/)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^First answer after .*, Shop on-call \(placeholder\); \d+ pages in all\.$/),
      expect.stringMatching(/^• Make the database anew: .*, Shop DBA \(placeholder\)$/),
      expect.stringMatching(/^• Start the shop: .* of 1 min$/),
      '• Press by hand: due after 20 min, never told',
      'Again: `/dr rehearse patient database-lost critical --seed 1`',
    ]),
  )
  expect(data).toMatchObject({ metRto: true, seed: 1 })
})

it('says what failed, and repeats the faults that were asked for', async () => {
  const { text } = await say('database-lost --faults step:restore:fail-once --seed 3')
  expect(text).toMatch(/\*Failed\*\n• Restore the database from the backup, tried 2 times\n/)
  expect(text).toContain('critical --seed 3 --faults step:restore:fail-once`')
})

it('takes steps to last as long as they did in drills, and says for how many that is known', async () => {
  const { text, data } = await say('service-down', { restart: 10_000, 'no-such-step': 1 })
  expect(text).toContain('One step is taken to last as long as in drills.')
  const { steps } = data as { steps: { id: string; tookSeconds: number }[] }
  const took = steps.find(({ id }) => id === 'restart')?.tookSeconds
  expect(took).toBeLessThan(60)
  const guessed = (await say('service-down')).text
  expect(guessed).toContain('Restart the shop: 1 min 55 s of 3 min')
  expect(guessed).not.toContain('as long as in drills')
})

it('says how likely the RTO is met, and shows the longest of many', async () => {
  const { text, picture } = await say('p2 service-down —seeds 3')
  expect(text).toMatch(
    /^\*The RTO of 30 min is met in [\d.]+ % of runs when things go wrong, in [\d.]+ % with ordinary luck\.\*\n/,
  )
  expect(text).toMatch(/\nCorner Shop: Service down \(High\), 3 rehearsals: /)
  expect(text).toMatch(/The longest of them: `\/dr rehearse patient service-down high --seed [123]/)
  expect(picture?.name).toBe('rehearsal-patient-service-down.png')
})

it.each([
  ['--seeds', 'Behind `--seeds` stands a whole number from 2 to 1000.'],
  ['--seed x', 'Behind `--seed` stands a whole number.'],
  ['--faults', 'Say what fails behind `--faults`, such as `--faults slack:down@10m-40m`.'],
  ['--noone', '`--noone` is no option here: `--seeds N`, `--seed N`, `--faults LIST` and `--nobody` are.'],
])('says what is wrong with %s', async (flags, sentence) => {
  expect(await say(`service-down ${flags}`)).toEqual({ ok: false, text: sentence })
})
