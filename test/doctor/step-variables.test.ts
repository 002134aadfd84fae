/** What the steps of a plan take from the environment is there before the disaster, or the doctor says so. */
import { expect, test } from 'vitest'
import { stepVariables } from '../../src/doctor/step-variables.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { RECOVERING } from '../plan/recovery-sample.ts'
import { findingsOf, subjectOf } from './patient.ts'

const NEEDED = ['SHOP_TOKEN', 'SHOP_URL', 'SHOP_DB_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SHOP_HOME']

function planWith(before = '', after = '') {
  const text = RECOVERING.replace('env: { TOKEN', 'passEnv: [SHOP_HOME], env: { TOKEN').replace(before, after)
  const parsed = parsePlan(text, 'shop.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

function found(unset: string[], plan = planWith()) {
  const environment = Object.fromEntries(NEEDED.filter((name) => !unset.includes(name)).map((name) => [name, 'x']))
  return findingsOf(stepVariables, subjectOf({ actions: { environment } }, { plan }))
}

test.each([
  ['SHOP_TOKEN', 'Fetch'],
  ['SHOP_HOME', 'Fetch'],
  ['SHOP_URL', 'Settle'],
  ['SHOP_DB_URL', 'Orders'],
  ['AWS_ACCESS_KEY_ID', 'Fetch'],
  ['AWS_SECRET_ACCESS_KEY', 'Fetch'],
])('%s, which is not set, is an error with the step that needs it', async (name, step) => {
  expect(await found([name])).toEqual([
    {
      level: 'error',
      what: `${name} is not set (shop)`,
      why: `The step "${step}" needs it and would fail.`,
      remedy: expect.stringContaining(`Set ${name} where Muster runs`),
    },
  ])
})

test('a secret in a header, and one that two steps need', async () => {
  const look = "http: 'https://{host}/health',"
  const plan = planWith(look, `${look} headers: { Authorization: { secret: SHOP_TOKEN } },`)
  expect(await found(['SHOP_TOKEN'], plan)).toMatchObject([
    { why: 'The steps "Look", "Fetch" need it and would fail.' },
  ])
})

test('the server of a test restore is needed; what holds its scratch database is not', async () => {
  const parsed = parsePlan(
    RECOVERING.replace(
      'sequences:',
      `sequences:
  try:
    title: Try
    steps: [{ id: try, title: Try it, do: [{ backup: orders, fetch: dump }, { command: [restore, { file: dump }], passEnv: [TRY_URL] }] }]`,
    ),
    'shop.yaml',
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const [id = ''] = Object.keys(parsed.plan.backups)
  const trial = { sequence: 'try', scratch: { on: 'scratch', as: ['TRY_URL'] }, with: {}, limit: 1 }
  const set = { ...parsed.plan.backups[id]!, verification: [{ how: 'restore', trial }] }
  const plan = {
    ...parsed.plan,
    connections: { ...parsed.plan.connections, scratch: { urlEnv: 'SCRATCH_URL' } },
    backups: { [id]: set },
  }
  expect(await found(['SHOP_HOME'], plan as never)).toEqual([
    expect.objectContaining({ what: 'SCRATCH_URL is not set (shop)', why: expect.stringContaining('test restore of') }),
  ])
})

test('all that is needed is there', async () => {
  expect(await found([])).toEqual([{ level: 'ok', what: 'The variables that steps of shop need are set: 6' }])
})

test('a draft needs none', async () => {
  expect(await found(NEEDED, planWith('id: shop\n', 'id: shop\ndraft: true\n'))).toEqual([])
})
