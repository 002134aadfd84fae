/** What the rules of backups say of sets of which several things are unsaid: each fault once, with a reason that is true of it. */
import { expect, it } from 'vitest'
import { backupsRules } from '../../../src/check/backups/rules.ts'
import { exampleSubject } from '../base-plan.ts'

const STORES = 'stores: { west: { bucket: shop, region: us-west-2 }, east: { bucket: shop-east, region: us-east-1 } }\n'

const found = (text: string) =>
  backupsRules.flatMap(({ name, judge }) =>
    judge(exampleSubject(STORES + text)).map(({ path, message }) => `${name} ${path.join('.')}: ${message}`),
  )

it('tells of a set that nobody has thought about once, and all of it', () => {
  const text = (more: string) => `
backups:
  orders: { label: Orders, store: west${more} }
  orders-east: { label: Orders in the east, store: east, copyOf: orders }
`
  const message = (nor: string) =>
    `backup-without-schedule backups.orders: nobody says when "Orders" is saved${nor}: how much of it may be lost is not known, and none of it is missed when it is late`
  expect(found(text(''))).toEqual([message(', nor for how long it is kept or whether anybody ever looks at it')])
  expect(found(text(', verification: [{ how: restore, schedule: daily }]'))).toEqual([
    message(', nor for how long it is kept'),
  ])
  expect(found(text(', keep: 30 days, verification: [{ how: restore, schedule: daily }]'))).toEqual([message('')])
})

it('tells once that what is saved together is kept nobody knows how long', () => {
  const set = 'store: west, components: [db], verification: [{ how: restore, schedule: daily }]'
  const text = (keep: string) => `
components: { db: { label: Database } }
backups:
  full: { label: Full, ${set}, schedule: daily${keep} }
  log: { label: Log, ${set}, kind: log, schedule: continuous }
  full-east: { label: Full in the east, store: east, components: [db], copyOf: full }
  log-east: { label: Log in the east, store: east, components: [db], copyOf: log }
`
  expect(found(text(''))).toEqual([
    'retention-unstated backups.full: nobody says for how long backups of "Full" and "Log" are kept: what went wrong unnoticed weeks ago may be in all that is left',
  ])
  expect(found(text(', keep: 30 days'))).toEqual([
    'retention-unstated backups.log: nobody says for how long backups of "Log" are kept: how far back a moment between two whole backups can be had is not known',
  ])
})

it('tells what a standard asks for of each data set where it is kept, so that a cache can be let stand', () => {
  const set = (label: string, keep: string) =>
    `{ label: ${label}, store: west, components: [${label}], schedule: every 30 min, keep: ${keep}, verification: [{ how: restore, schedule: daily }] }`
  const text = `
components: { db: { label: Database }, cache: { label: Cache } }
backups:
  db: ${set('db', '30 days')}
  cache: ${set('cache', '7 days')}
  db-east: { label: Database in the east, store: east, copyOf: db }
  cache-east: { label: Cache in the east, store: east, copyOf: cache }
compliance: { soc2: { standard: SOC 2, demands: [{ text: Kept for 90 days, keepBackups: 90 days }] } }
`
  expect(found(text)).toEqual([
    'retention-short backups.db.keep: SOC 2 asks for backups of 90 d, and the plan keeps those of Database for 30 d, 60 d less',
    'retention-short backups.cache.keep: SOC 2 asks for backups of 90 d, and the plan keeps those of Cache for 7 d, 83 d less',
  ])
})
