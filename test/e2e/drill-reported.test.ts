/** A drill from its start to its end in the sandbox: its figures in Slack, its chart as a file, its report in the bucket, its place in the home and the metrics. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { type Desk, openDesk } from './desk.ts'
import { stepPlan } from './step-plan.ts'

const LEAD = 'commander-shop'
const drills = {
  monthly: {
    label: 'Monthly drill',
    every: 'month',
    scenarios: ['trouble'],
    target: 'production',
    checklist: { before: ['Everybody has been told'] },
  },
}

let desk: Desk
let plan: Awaited<ReturnType<typeof stepPlan>>
let store: ReturnType<typeof createObjectStore>
let id: string
beforeAll(async () => {
  plan = await stepPlan(() => ({
    steps: [
      { id: 'stop', title: 'Stop it', manual: 'Stop it', owner: 'commander', budget: '10 min' },
      {
        id: 'restore',
        title: 'Restore it',
        manual: 'Restore it',
        owner: 'commander',
        budget: '30 min',
        needs: ['stop'],
      },
    ],
    plan: { drills, drillRecord: ['Results', 'Issues'] },
  }))
  desk = await openDesk({ plans: [plan.file] })
  store = createObjectStore({ ...desk.contract.s3, region: 'us-east-1' })
})
afterAll(async () => {
  store.close()
  await desk.close()
  await plan.remove()
})

const say = (words: string) => desk.type(LEAD, `/dr ${words}`)
const filed = async () =>
  (await store.list(`drills/workshop/${id}/`, { max: 10 })).map(({ key }) => key.split('/').at(-1))
const text = (kind: string) => store.getText(`drills/workshop/${id}/report.${kind}`, 1_000_000)

it('is held: answered after 4 minutes, one step within its budget and one not, over after 62', async () => {
  id = /DR-\d{8}-\d{4}/.exec(await say('drill start workshop monthly'))![0]
  await desk.advance('4m')
  await say(`ack ${id}`)
  await say(`step ${id} start stop`)
  await desk.advance('8m')
  await say(`step ${id} done stop`)
  await say(`step ${id} start restore`)
  await desk.advance('50m')
  await say(`step ${id} done restore`)
  expect(await say(`resolve ${id}`)).toContain('/dr drill restored')
  expect(await say('drill restored all data are back')).toContain('Signed')
  expect(await say(`resolve ${id}`)).toContain(`${id} is resolved`)
  await desk.advance('1 s')
})

it('has its figures in Slack at once, with the chart as a file', async () => {
  const answer = await say('drill report workshop monthly')
  expect(answer).toContain(`*Drill ${id}, Monthly drill, Trouble*: resolved`)
  expect(answer).toMatch(/• RTO: 1 h 2 min of 30 min, \*missed\*/)
  expect(answer).toContain('2 of 2 done, over their budget: Restore it took 50 min of 30 min')
  expect(answer).toContain('the first drill of its kind that is known')
  expect(answer).toMatch(/\*Not signed:\* 1 of 2 items of its list; of its record: Results; Issues\./)
  const files = async () =>
    (await desk.directMessages(LEAD)).messages.flatMap((one) => (one as { files?: { name: string }[] }).files ?? [])
  expect(await desk.until(files, (all) => all.length > 0)).toMatchObject([{ name: 'drills-workshop.png' }])
})

it('has its report in the bucket half an hour later, although that was away; and again when somebody adds to it', async () => {
  await desk.fault({ service: 's3', fault: 'down' })
  await desk.advance('31m')
  await desk.fault({ service: 's3', fault: 'off' })
  expect(await filed()).toEqual([])
  await desk.advance('2h')
  expect(await filed()).toEqual(['report.html', 'report.json', 'report.md', 'report.svg'])
  expect(await text('md')).toContain('| Service back (RTO) |')
  expect(await text('md')).toContain('**Issues:** **⚠ nobody has written it**')
  expect(await text('html')).toContain('<h2 id="results">')
  expect(await text('svg')).toMatch(/^<svg/)
  expect(await say('drill report')).toContain(`\`drills/workshop/${id}/report.html\``)
  expect(await say('drill sign 4 The key was in the wrong place.')).toContain('Signed')
  await desk.advance('1 s')
  const again = await text('md')
  expect(again).toMatch(/\*\*Issues:\*\* The key was in the wrong place\. – /)
  expect(again).toContain('has signed “Issues”')
})

it('counts in the home, on the console’s page and in the metrics', async () => {
  const { consoleUrl } = desk.contract
  const ready = (await (await fetch(`${consoleUrl}/api/readiness`)).json()) as {
    plan: string
    percent: number
    items: { kind: string; holds: boolean; text: string }[]
  }[]
  const own = ready.find(({ plan }) => plan === 'workshop')!
  const holding = own.items.filter(({ holds }) => holds)
  expect(holding.map(({ kind }) => kind)).toEqual(['scenario', 'drill'])
  expect(own.percent).toBe(Math.floor(200 / own.items.length))
  expect(own.items[0]!.text).toContain(`last proven today in a drill, in 1 h 2 min of`)
  expect(await (await fetch(`${consoleUrl}/readiness`)).text()).toContain(`/console/incidents/${id}`)
  const metrics = await (await fetch(new URL('/metrics', consoleUrl))).text()
  expect(metrics).toContain(`muster_readiness_percent{plan="workshop"} ${own.percent}`)
  expect(metrics).toContain('muster_drill_overdue{plan="workshop",drill="monthly"} 0')
})
