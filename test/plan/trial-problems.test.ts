/** A plan whose test restore asks somebody, tries nothing or goes to production is refused, and says where. */
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const restore = (step: object = {}) => ({
  id: 'restore',
  title: 'Restore',
  do: [
    { backup: 'db', fetch: 'dump' },
    { command: ['restore', { file: 'dump' }], passEnv: ['SHOP_URL'] },
  ],
  ...step,
})
const SCRATCH = { on: 'scratch', as: ['SHOP_URL'] }

function problemsOf({ trial = {}, step = {}, more = {} }: { trial?: object; step?: object; more?: object } = {}) {
  const parsed = parsePlan(
    stringify({
      ...testPlanInput,
      scenarios: {
        fire: {
          title: 'Fire',
          validation: [
            { id: 'there', title: 'There', do: [{ sql: 'SELECT 1', on: 'shop' }] },
            { id: 'load', title: 'Load', risk: 'write', do: [{ command: ['load'], on: 'machine' }] },
            {
              id: 'restore',
              title: 'Restore',
              do: [
                {
                  command: ['restore'],
                  passEnv: ['LIVE_URL', 'BACKUP_KEY'],
                  env: { A: { secret: 'LIVE_TOKEN' }, B: { secretFile: '/run/live' } },
                },
                { http: 'https://api.shop.example/import', method: 'POST' },
                { http: 'https://{host}.shop.example/import', method: 'POST' },
                { http: 'https://health.shop.example/' },
              ],
            },
          ],
        },
      },
      runners: { machine: { ssh: { host: 'db-1' } }, other: { ssh: { host: 'db-2' } } },
      connections: {
        shop: { urlEnv: 'SHOP_URL' },
        scratch: { urlEnv: 'SCRATCH_URL' },
        alias: { urlEnv: 'SHOP_URL' },
        live: { urlEnv: 'LIVE_URL' },
      },
      stores: { s3: { bucket: 'b' } },
      values: {
        size: { kind: 'number', label: 'Size', max: 3 },
        host: { kind: 'pattern', label: 'Host', pattern: '[a-z]+', default: 'api' },
      },
      sequences: { try: { title: 'Try', steps: [restore(step)] } },
      backups: {
        db: {
          label: 'Database',
          store: 's3',
          verification: [{ how: 'restore', schedule: 'daily', trial: { sequence: 'try', scratch: SCRATCH, ...trial } }],
        },
      },
      ...more,
    }),
    'shop.yaml',
  )
  return parsed.ok ? [] : parsed.problems.map(({ path, rule, message }) => `${rule} ${path}: ${message}`)
}

it('a scratch database on a server of its own is fine, whatever variable holds it', () => {
  expect(problemsOf()).toEqual([])
  const onShop = { sql: 'SELECT count(*) FROM orders', on: 'shop' }
  expect(problemsOf({ step: { checks: [onShop] } })).toEqual([])
})

it.each([
  ['the server of a recovery', { trial: { scratch: { on: 'shop', as: ['SHOP_URL'] } } }, /scratch\.on: .*"shop"/],
  ['another name of it', { trial: { scratch: { on: 'alias', as: ['SHOP_URL'] } } }, /scratch\.on: .*"alias"/],
  ['a variable of production', { trial: { scratch: undefined } }, /passEnv\[0\]: .*SHOP_URL leads to what/],
  [
    'a secret of production',
    {
      trial: { scratch: { on: 'scratch', as: ['OTHER'] } },
      step: {
        do: [
          { backup: 'db', fetch: 'dump' },
          { command: ['restore', { file: 'dump' }], env: { URL: { secret: 'SHOP_URL' } } },
        ],
      },
    },
    /env\.URL\.secret: .*SHOP_URL leads to what/,
  ],
  [
    'a database of production',
    { trial: { scratch: undefined }, step: { do: [{ backup: 'db' }], checks: [{ sql: 'SELECT 1', on: 'shop' }] } },
    /checks\[0\]\.on: .*"shop"/,
  ],
  [
    'a machine of production',
    { step: { do: [{ backup: 'db' }, { command: ['load'], on: 'machine' }] } },
    /do\[1\]\.on: .*change something on "machine"/,
  ],
])('never goes to %s', (_, parts, found) => {
  const problems = problemsOf(parts)
  expect(problems).toEqual([expect.stringMatching(found)])
  expect(problems[0]).toMatch(/^trial-on-production .*a test restore never goes to production/)
})

/** As a trial takes the backup and then does this with it. */
const doing = (...actions: object[]) => ({ step: { do: [{ backup: 'db', fetch: 'dump' }, ...actions] } })
const handing = (...passEnv: string[]) => doing({ command: ['restore', { file: 'dump' }], passEnv })

it.each([
  ['a variable', handing('LIVE_URL'), /passEnv\[0\]: .*handed LIVE_URL, too/],
  [
    'a variable that it says to be none of production',
    { ...handing('SHOP_URL'), trial: { scratch: undefined, shared: ['SHOP_URL'] } },
    /SHOP_URL leads to what/,
  ],
  ['a secret', doing({ command: ['x'], env: { T: { secret: 'LIVE_TOKEN' } } }), /env\.T\.secret: .*LIVE_TOKEN/],
  ['a secret file', doing({ command: ['x'], env: { T: { secretFile: '/run/live' } } }), /secretFile: .*\/run\/live/],
  ['a connection', doing({ sql: 'SELECT 1', on: 'live' }), /do\[1\]\.on: .*"live"/],
  ['a server', { trial: { scratch: { on: 'live', as: ['SHOP_URL'] } } }, /scratch\.on: .*handed LIVE_URL/],
  ['a host', doing({ http: 'https://API.shop.example/other', method: 'POST' }), /do\[1\]\.http: .*api\.shop\.example/],
  ['a host that is only read', doing({ http: 'https://api.shop.example/' }), /do\[1\]\.http/],
  ['a host that it would change', doing({ http: 'https://health.shop.example/', method: 'PUT' }), /do\[1\]\.http/],
  ['a host by the same value', doing({ http: 'https://{host}.shop.example/x' }), /do\[1\]\.http/],
])('is handed nothing of what programs and requests of a recovery use: %s', (_, parts, found) => {
  expect(problemsOf(parts)).toEqual([expect.stringMatching(found)])
  expect(problemsOf(parts)[0]).toMatch(/^trial-on-production .*a test restore never goes to production/)
})

it('may share what the plan says to lead nowhere, the server where there is no other, and what both only read', () => {
  expect(problemsOf(handing('BACKUP_KEY'))).toHaveLength(1)
  expect(problemsOf({ ...handing('BACKUP_KEY'), trial: { shared: ['BACKUP_KEY'] } })).toEqual([])
  expect(problemsOf({ trial: { scratch: { on: 'live', as: ['SHOP_URL'], sameServer: true } } })).toEqual([])
  expect(problemsOf(doing({ http: 'https://health.shop.example/' }))).toEqual([])
  const elsewhere = doing({ http: 'https://{host}.shop.example/import', method: 'POST' })
  expect(problemsOf({ ...elsewhere, trial: { with: { host: 'test' } } })).toEqual([])
})

it('goes to a machine on which nothing is recovered', () => {
  expect(problemsOf({ step: { do: [{ backup: 'db' }, { command: ['load'], on: 'other' }] } })).toEqual([])
})

it.each([
  ['approval', { approval: { roles: ['commander'] } }, /approval: the step "restore" has "approval"/],
  ['a hand', { do: undefined, manual: 'Do it' }, /manual: the step "restore" has "manual"/],
  ['a word on the damage', { risk: 'destructive' }, /risk: the step "restore" is destructive/],
])('asks for no %s', (_, step, found) => {
  expect(problemsOf({ step })).toContainEqual(expect.stringMatching(found))
})

it('takes a backup of its set, which lies where Muster can read it', () => {
  expect(problemsOf({ step: { do: [{ command: ['true'] }] } })).toEqual([
    expect.stringMatching(/trial\.sequence: .* never take a backup of "db"/),
  ])
  const places = { office: { label: 'Office' } }
  const set = {
    label: 'Database',
    alsoIn: ['office'],
    verification: [{ how: 'restore', schedule: 'daily', trial: { sequence: 'try' } }],
  }
  expect(problemsOf({ more: { places, backups: { db: set } }, step: { do: [{ command: ['true'] }] } })).toContainEqual(
    expect.stringMatching(/"db" lies in no store/),
  )
})

it('a backup is made without asking anybody, too', () => {
  const make = (step: object) =>
    problemsOf({
      more: {
        sequences: {
          try: { title: 'Try', steps: [restore()] },
          make: { title: 'Make', steps: [{ id: 'make', title: 'Make', ...step }] },
        },
        backups: { db: { label: 'Database', store: 's3', make: 'make' } },
      },
    })
  expect(make({ do: [{ command: ['dump'] }] })).toEqual([])
  expect(make({ manual: 'Press the button' })).toEqual([
    expect.stringMatching(/manual: the step "make" has "manual", and a backup is made without asking anybody/),
  ])
})

it('names only what is there, and values that can be', () => {
  expect(problemsOf({ trial: { afterwards: 'gone' } })).toEqual([expect.stringContaining('no sequence "gone"')])
  expect(problemsOf({ trial: { with: { size: 7 } } })).toEqual([expect.stringContaining('the value cannot be "7"')])
})

it('a store is a bucket or a folder', () => {
  const folder = { stores: { s3: { path: '/srv/backups' } } }
  expect(problemsOf({ more: folder })).toEqual([])
  for (const s3 of [{}, { bucket: 'b', path: '/srv' }])
    expect(problemsOf({ more: { stores: { s3 } } })).toEqual([
      expect.stringContaining('exactly one of "bucket" and "path"'),
    ])
  expect(problemsOf({ more: { stores: { s3: { path: 'backups' } } } })).toHaveLength(1)
})
