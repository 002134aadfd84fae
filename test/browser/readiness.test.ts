/** The console's page of readiness, and the filed report of a drill: on a phone and wide, light and dark, with assistive technology. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { barriers, openSurroundings, overhang, picture, type Surroundings } from './workspace-in-browser.ts'

const harbour = `muster: 1
id: harbour
system: { name: Harbour, publicName: Harbour Cloud }
objectives: { rto: 4 h, rpo: 1 h }
severities: [{ id: critical, label: Critical, rank: 1 }]
people: { ana: { name: Ana, email: ana@harbour.example, slack: U1 } }
roles: { lead: { label: Lead, holders: [ana] } }
commander: lead
scenarios:
  outage:
    title: Outage of the API
    rto: 2 h
    phases:
      - id: repair
        title: Repair
        steps:
          - { id: stop, title: Stop the service, manual: Stop it, owner: lead, budget: 10 min }
          - { id: restore, title: Restore the database, manual: Restore it, owner: lead, budget: 30 min, needs: [stop] }
  storage: { title: A storage node with a name so long that it takes more than one line on a telephone }
drills:
  outage:
    label: Drill of an outage
    every: quarter
    scenarios: [outage]
    checklist: { before: [Everybody has been told], after: [Staging is cleaned up] }
  restore: { label: Restore of the files, every: quarter }
drillRecord: [Results, Issues, Improvements]
audiences: { team: { label: Team, emails: [team@harbour.example] }, customers: { label: Customers, external: true, emails: [all@customers.example] } }
notices:
  - { id: team, audience: team, means: [email], target: 10 min, deadline: 15 min, templates: { initial: internal-alert, resolved: internal-resolved } }
  - { id: customers, audience: customers, means: [email], target: 15 min, deadline: 1 h, templates: { initial: customer-initial, resolved: customer-resolved } }
`

const SIZES = {
  wide: { viewport: { width: 960, height: 900 } },
  narrow: { viewport: { width: 360, height: 780 }, hasTouch: true },
}
const PICTURED = new Set(['readiness-narrow-light', 'drill-report-wide-light'])

let around: Surroundings
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-readiness-'))
  const file = path.join(folder, 'harbour.yaml')
  await writeFile(file, harbour)
  around = await openSurroundings({ plans: [file] })
})
afterAll(async () => {
  await around.close()
  await rm(folder, { recursive: true })
})

async function everywhere(address: string, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of Object.entries(SIZES)) {
      const { page, leave } = await around.look(address, { ...options, colorScheme, bypassCSP: true })
      expect.soft(await overhang(page), `${name}, ${size}, ${colorScheme}`).toBe(0)
      expect.soft(await barriers(page), `${name}, ${size}, ${colorScheme}`).toEqual([])
      if (PICTURED.has(`${name}-${size}-${colorScheme}`)) await picture(page, `${name}-${size}-${colorScheme}`)
      await leave()
    }
  }
}

test('what is missing and what was proven when, and the report of a drill', async () => {
  const { desk } = around
  const say = (words: string) => desk.console('ana', words)
  const held = async (minutes: [number, number]) => {
    const answer = await say('drill start harbour outage')
    const [id = ''] = /DR-\d{8}-\d{4}/.exec(answer) ?? []
    await say(`step ${id} start stop`)
    await desk.advance(`${minutes[0]}m`)
    await say(`step ${id} done stop`)
    await say(`step ${id} start restore`)
    await desk.advance(`${minutes[1]}m`)
    await say(`step ${id} done restore`)
    await say(`resolve ${id}`)
    await desk.advance('32m')
    return id
  }
  await held([15, 80])
  await desk.advance('730h')
  const id = await held([8, 45])
  await desk.advance('1128h')
  await everywhere(`${desk.contract.consoleUrl}/readiness`, 'readiness')

  const { page, leave } = await around.look(`${desk.contract.consoleUrl}/readiness`, SIZES.narrow)
  await page.getByText('last proven 47 days ago in a drill, in 53 min of 2 h').waitFor()
  await page.getByRole('link', { name: id }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(page.url()).toContain(`/incidents/${id}`)
  await leave()

  const store = createObjectStore({ ...desk.contract.s3, region: 'us-east-1' })
  const report = path.join(folder, 'report.html')
  await writeFile(report, await store.getText(`drills/harbour/${id}/report.html`, 1_000_000))
  store.close()
  await everywhere(`file://${report}`, 'drill-report')
  const read = await around.look(`file://${report}`)
  await read.page.getByRole('img', { name: 'This drill and those before it' }).waitFor()
  expect(await read.page.getByRole('row', { name: /Service back/ }).textContent()).toBe(
    'Service back (RTO)2 h53 minmet',
  )
  await read.leave()
})
