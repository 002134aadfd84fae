/** Whatever somebody answers, `muster check` finds no error in the plan that is made of it, and it says what they said. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RULES } from '../../../src/check/rules.ts'
import { answersOf, faultsOf, missingFlags, readPerson, type Written } from '../../../src/cli/init/answers.ts'
import { starterPlan } from '../../../src/cli/init/starter-plan.ts'
import { idOf, yamlText } from '../../../src/cli/init/yaml-words.ts'
import { parsePlan } from '../../../src/plan/parse-plan.ts'
import { reported } from '../../rehearsal/rehearsing.ts'

const oneLine = fc
  .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
  .filter((text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text))
const length = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('s', 'min', 'hours', 'days'))
  .map(([amount, unit]) => `${amount} ${unit}`)
const person = fc
  .tuple(oneLine, fc.constantFrom('', ' +14155550100', ' ana@example.com', ' U0123ABCD'))
  .map(([name, more]) => `${name}${more}`)
  .filter((text) => readPerson(text).name !== '')
const answers: fc.Arbitrary<Written> = fc.record({
  name: oneLine,
  rto: length,
  rpo: fc.oneof(length, fc.constant('0')),
  people: fc.array(person, { maxLength: 4 }),
  scenario: fc.array(oneLine, { minLength: 1, maxLength: 3 }),
  backups: fc.constantFrom(undefined, 'shop-backups', 's3://shop-backups/data base/{x}'),
  every: fc.constantFrom(undefined, '1 hour', 'daily', '0 2 * * *', 'continuous', 'Daily at 02:00 UTC'),
  statusPage: fc.constantFrom(undefined, 'https://status.example.com/?a=1#b'),
  zone: fc.constantFrom(undefined, 'UTC', 'Europe/Berlin'),
})

function planOf(written: Written) {
  expect(faultsOf(written)).toEqual([])
  return planMade(written)
}

function planMade(written: Written) {
  const { text } = starterPlan(answersOf(written), 'plan.schema.json')
  const parsed = parsePlan(text, 'made.yaml')
  if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.problems)}`)
  return { ...parsed, text }
}

it('is a whole plan, whatever is answered', () => {
  fc.assert(
    fc.property(answers, (written) => {
      const { plan } = planOf(written)
      expect(plan.system.name).toBe(written.name?.trim())
      expect(Object.values(plan.scenarios).map(({ title }) => title)).toEqual(
        written.scenario?.map((title) => title.trim()),
      )
      expect(plan.draft).toBe(true)
      const names = Object.values(plan.people).map(({ name }) => name)
      const said = [...new Set(written.people?.slice(0, 3).map((text) => readPerson(text).name))]
      expect(names.slice(0, said.length)).toEqual(said)
    }),
    { numRuns: 100 },
  )
})

describe('of ordinary answers', () => {
  const { plan, text, warnings } = planOf({
    name: 'Web shop',
    rto: '4 hours',
    rpo: '1 hour',
    people: ['Ana Ames +1 (415) 555-0100', 'Ben Burr <ben@example.com>', 'Cleo Cole U0123ABCD'],
    scenario: ['Database corruption', 'Fire'],
    backups: 's3://shop-backups/db/',
    every: '1 hour',
    statusPage: 'https://status.example.com',
  })

  it('has who is called, by whatever was said of them', () => {
    expect(plan.people).toEqual({
      'ana-ames': { name: 'Ana Ames', phone: '+14155550100' },
      'ben-burr': { name: 'Ben Burr', email: 'ben@example.com' },
      'cleo-cole': { name: 'Cleo Cole', slack: 'U0123ABCD' },
    })
    expect(plan.roles['on-call']?.holders).toEqual(['ana-ames', 'ben-burr'])
    expect(plan.policies.main?.levels.map(({ after }) => after / 60_000)).toEqual([0, 30])
  })

  it('leaves a quarter of the RTO to people', () => {
    const budgets = plan.scenarios.fire?.phases.flatMap(({ steps }) =>
      steps.map((step) => ('budget' in step ? (step.budget ?? 0) : 0)),
    )
    expect(budgets?.reduce((sum, budget) => sum + budget, 0)).toBeLessThanOrEqual(3 * 3_600_000)
  })

  it('has its backups, its status page and the drill of all scenarios', () => {
    expect(plan.backups.data).toMatchObject({ prefix: 'db/', keep: [{ for: 30 * 24 * 3_600_000 }] })
    expect(plan.notices.map(({ id }) => id)).toEqual(['team', 'customers'])
    expect(plan.drills.quarterly?.scenarios).toEqual(['database-corruption', 'fire'])
    expect(warnings).toEqual([])
  })

  it('explains itself, once', () => {
    expect(text.startsWith('# yaml-language-server: $schema=plan.schema.json\n')).toBe(true)
    expect(text.match(/Or let Muster do it/g)).toHaveLength(1)
    expect(text.split('\n').filter((line) => line.length > 150)).toEqual([])
  })
})

it('has whoever is named twice once, and a placeholder where nobody is named', () => {
  const of = (people: string[]) => planMade({ name: 'Shop', people }).plan
  const alone = of(['Ana Ames +14155550100', 'Ana Ames', 'Ana Ames ana@example.com'])
  expect(alone.people).toEqual({ 'ana-ames': { name: 'Ana Ames', phone: '+14155550100', email: 'ana@example.com' } })
  expect(alone.roles).toMatchObject({ 'on-call': { holders: ['ana-ames'] }, commander: { holders: ['ana-ames'] } })
  const open = of(['Ana', '', 'Cleo'])
  expect(open.roles).toMatchObject({
    'on-call': { holders: ['ana', 'second-on-call'] },
    commander: { holders: ['cleo'] },
  })
  expect(open.people['second-on-call']?.name).toBe('Second on call (placeholder)')
})

describe('of a name alone', () => {
  const backups = { backups: 'shop-backups', every: '30 min' }
  const { plan, data } = planOf({ name: 'Web shop', scenario: ['Database corruption', 'Fire'], ...backups })

  it('has nothing wrong but what only its owners can know', () => {
    const found = RULES.filter(({ judge }) => judge({ plan, data, nowMs: Date.UTC(2026, 10, 28) }).length > 0)
    const open = ['placeholder-contact', 'backup-single-site', 'backup-unverified', 'drill-overdue']
    expect(found.map(({ name }) => name).toSorted()).toEqual(open.toSorted())
  })

  it.each(['database-corruption', 'fire'])('is rehearsed, and comes back from %s within its RTO', async (scenario) => {
    const { metRto, resolvedInSeconds, violations } = await reported(plan, { scenario })
    expect({ metRto, violations, isOver: resolvedInSeconds !== null }).toEqual({
      metRto: true,
      violations: [],
      isOver: true,
    })
  })
})

it.each([
  [{ name: '  ' }, '--name: write at least one word.'],
  [{ name: 'a\nb' }, '--name: write one line without control characters.'],
  [{ name: '\u202egard' }, '--name: write one line without control characters.'],
  [{ rto: '4' }, '--rto: "4" has no unit: write "4 min", "4 h" or the like.'],
  [{ rto: '0' }, '--rto: write an objective of a second or more, such as 4 hours.'],
  [
    { rpo: 'soon' },
    '--rpo: "soon" is not a length of time: write "15 min", "2 hours", "within 30 minutes", "immediately", "T+15 minutes" or 0.',
  ],
  [
    { people: ['+14155550100'] },
    '--people: "+14155550100" has no name: write it first, as in "Ana Ames +14155550100".',
  ],
  [
    { people: ['Ana Ames <ana@shop.example>, Ben Burr <ben@shop.example>'] },
    '--people: "Ana Ames <ana@shop.example>, Ben Burr <ben@shop.example>" is more than one person: write each on their own, in quotes.',
  ],
  [
    { backups: 'My Bucket' },
    '--backups: "My Bucket" is not a bucket: write its name and what the keys begin with, such as shop-backups/database/.',
  ],
  [
    { statusPage: 'status' },
    '--status-page: "status" is not an address: write one such as https://status.example.com.',
  ],
  [{ zone: 'Mars' }, '--zone: "Mars" is not a time zone: write one such as Europe/Berlin or UTC.'],
])('says what is wrong with %o', (written, sentence) => {
  expect(faultsOf(written)).toEqual([sentence])
})

it('says that a schedule is none', () => {
  expect(faultsOf({ every: 'often' })[0]).toMatch(/^--every: "often" is no schedule: write /)
})

it('names the flags of what nobody has said', () => {
  expect(missingFlags({ name: 'x', people: [] })).toEqual(['--rto', '--rpo', '--people', '--scenario'])
})

it('makes ids of names in any script, none of them twice', () => {
  const taken = new Set<string>()
  const ids = ['Straße 7', 'Ana Ámes', 'ana ames', '東京', '!'].map((name) => idOf(name, 'other', taken))
  expect(ids).toEqual(['strasse-7', 'ana-ames', 'ana-ames-2', 'other', 'other-2'])
})

it('quotes only what needs it', () => {
  expect(['Web shop', '4 hours', 'ana@example.com', 'yes', '12', 'a: b', 'x #y'].map(yamlText)).toEqual([
    'Web shop',
    '4 hours',
    'ana@example.com',
    '"yes"',
    '"12"',
    '"a: b"',
    '"x #y"',
  ])
})
