/** An incident's review in the sandbox: filed within 30 seconds of its end, filled in by a form, read in the console, published once, sent by mail. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { type Desk, openDesk, type SeenMessage } from './desk.ts'
import { stepPlan } from './step-plan.ts'

const LEAD = 'commander-shop'
const OTHER = 'dba-shop'

let desk: Desk
let plan: Awaited<ReturnType<typeof stepPlan>>
let store: ReturnType<typeof createObjectStore>
let id: string
beforeAll(async () => {
  plan = await stepPlan(() => ({
    steps: [{ id: 'mend', title: 'Mend it', manual: 'Mend it', owner: 'commander', budget: '10 min' }],
    plan: { postIncident: { reviewWithin: '48 h', participants: ['commander', 'dba'] } },
  }))
  desk = await openDesk({ plans: [plan.file] })
  store = createObjectStore({ ...desk.contract.s3, region: 'us-east-1' })
})
afterAll(async () => {
  store.close()
  await desk.close()
  await plan.remove()
})

const say = (words: string, who = LEAD) => desk.type(who, `/dr ${words}`)
const filed = async () =>
  (await store.list(`incidents/${id}/`, { max: 20 })).map(({ key }) => key.split('/').at(-1)!).toSorted()
const text = (file: string) => store.getText(`incidents/${id}/${file}`, 1_000_000)
const channelText = async () => {
  const { view } = await desk.incident(id)
  return (await desk.channel(view.channel!.name)).messages.map((message) => message.text).join('\n')
}
const page = async () => (await fetch(`${desk.contract.consoleUrl}/incidents/${id}/review`)).text()

it('is filed within 30 seconds of the end, with its pictures, and the channel is told where', async () => {
  id = (await desk.declare(LEAD, 'workshop trouble critical nothing works')).id
  await desk.advance('4m')
  await say(`ack ${id}`)
  await say(`step ${id} start mend`)
  await desk.advance('8m')
  await say(`step ${id} done mend`)
  await say(`decision ${id} we mend it by hand`)
  expect(await say(`resolve ${id}`)).toContain(`${id} is resolved`)
  expect(await filed()).toEqual([])
  await desk.advance('28s')
  expect(await filed()).toEqual([
    ...['gantt.png', 'gantt.svg', 'review.html', 'review.json', 'review.md', 'timeline.png', 'timeline.svg'],
  ])
  const md = await text('review.md')
  expect(md).toContain('| Service back (RTO) | 30 min | 12 min | met |')
  expect(md).toMatch(/Decision by .*: we mend it by hand/)
  expect(md).toContain('**Root cause:** **⚠ to be written**')
  expect(await text('timeline.svg')).toMatch(/^<svg/)
  await desk.advance('2s')
  const said = await channelText()
  expect(said).toContain(`/console/incidents/${id}/review`)
  expect(said).toContain(`incidents/${id}/review.html`)
  expect(said).toMatch(/16 of its parts only people can write/)
})

it('is filed although the bucket is away at first', async () => {
  await desk.fault({ service: 's3', fault: 'down' })
  await say(`note ${id} written while the bucket was away`)
  await desk.advance('1m')
  await desk.fault({ service: 's3', fault: 'off' })
  expect(await text('review.md')).not.toContain('while the bucket was away')
  await desk.advance('10m')
  expect(await text('review.md')).toContain('while the bucket was away')
})

it('shows what is missing with buttons, takes it by a form, and has it in the console at once and in the bucket soon', async () => {
  const responseUrl = desk.newResponseUrl()
  await desk.send(LEAD, `/dr review ${id}`, { responseUrl })
  const [answer] = await desk.until(
    () => desk.answers(responseUrl),
    (all) => all.length > 0,
  )
  expect(answer).toContain('RTO: 12 min of 30 min, met')
  expect(answer).toContain('Lessons: What went well; What went poorly; Where we got lucky')
  const posts = (await (await fetch(desk.contract.slack.responseUrl)).json()) as { path: string; body: SeenMessage }[]
  const message = { ...posts.find(({ path }) => responseUrl.endsWith(path))!.body, ts: '1.1' }
  await desk.push(LEAD, { channel: desk.contract.slack.commandChannelId, message }, 'review', { value: 'fill cause' })
  const [form] = await desk.until(
    async () => (await desk.forms(LEAD)).filter(({ callback_id }) => callback_id === 'review'),
    (all) => all.length > 0,
  )
  expect(form!.blocks.flatMap(({ block_id }) => block_id)).toEqual(expect.arrayContaining(['root-cause', 'why-5']))
  await desk.submit(LEAD, form!, { 'root-cause': 'A loose screw', 'why-1': 'Nobody tightened it' })
  await desk.advance('1s')
  expect(await page()).toContain('A loose screw')
  await desk.advance('20s')
  const md = await text('review.md')
  expect(md).toContain('**Root cause:** A loose screw')
  expect(md).toContain('Nobody tightened it')
  expect(await say(`review ${id} show`)).toContain('*Root cause:* A loose screw')
})

it('is filled in from the console as well, when Slack is down', async () => {
  expect(await desk.console(OTHER, `review ${id} fill lucky Nobody was standing under it`)).toContain('is written')
  expect(await page()).toContain('Nobody was standing under it')
})

it('has a note put right, and keeps what stood there', async () => {
  expect(await say(`timeline ${id} notes`)).toContain('we mend it by hand')
  expect(await say(`timeline ${id} edit 1 we mend it with a new screw`)).toContain('Note 1 is changed')
  const html = await page()
  expect(html).toContain('we mend it with a new screw')
  expect(html).toContain('“we mend it by hand”')
})

it('is published once: to the channel, to the bucket, and by mail to those who take part', async () => {
  expect(await say(`review ${id} publish`)).toMatch(/\*Published:\*.*Nobody has written: .*Users affected/)
  await desk.advance('2s')
  expect(await say(`review ${id} publish`)).toContain('nothing has been added since')
  await desk.advance('5s')
  const mailed = async (who: string) =>
    (await desk.mails(who)).filter(({ subject }) => subject.includes(`Review of incident ${id}`))
  for (const who of [LEAD, OTHER]) expect(await mailed(who), who).toHaveLength(1)
  const [mail] = await mailed(OTHER)
  expect(mail!.text).toContain('A loose screw')
  expect(mail!.links.join(' ')).toContain(`/console/incidents/${id}/review`)
  expect((await channelText()).match(/The review is published/g)).toHaveLength(1)
  expect(await text('review.md')).toMatch(/\*\*Published:\*\* 20/)
})
