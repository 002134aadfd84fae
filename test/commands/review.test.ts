/** `/dr review` and `/dr timeline notes`: what is there, what is missing, filling it in, showing and publishing it. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { by, MINUTE, openDesk } from './desk.ts'

const ID = 'DR-20261205-1000'
const ivan = { by: by('ivan') }

/** Answered after three minutes, over after fifty. */
async function over(change: Record<string, unknown> = {}) {
  const desk = await openDesk(planSchema.parse({ ...testPlanInput, ...change }))
  await desk.type('declare database-corruption critical queries fail')
  await desk.advance(3 * MINUTE)
  await desk.type(`ack ${ID}`)
  await desk.type(`decision ${ID} back to the backup of nine`)
  await desk.advance(47 * MINUTE)
  await desk.type(`resolve ${ID}`)
  return desk
}

test('says what there is and what people have still to write, with a button for each part', async () => {
  const { type } = await over({ postIncident: { reviewWithin: '48 h', sections: ['Timeline', 'Credits'] } })
  const reply = await type('review')
  expect(reply.text.split('\n')).toEqual([
    `*Review of ${ID}, Database corruption*: resolved, 10:50 UTC`,
    '• RTO: 50 min of 2 h, met',
    '• RPO: not known of 1 h',
    '• To notice it not known, to answer 3 min, to be back 50 min',
    '• Messages: 5 out, none late',
    '*To be written by people* (0 of 17 are): `/dr review fill FIELD TEXT`',
    '• Summary: What happened',
    '• Impact: Users affected; Data lost; Revenue lost; Service level broken',
    '• Root cause: Root cause; Five whys',
    '• Lessons: What went well; What went poorly; Where we got lucky; How well the response worked',
    '• Prevention: How it is prevented',
    '• Asked for by the plan: Credits',
    'Not published, to be held by 2026-12-07 10:50 UTC.',
    `The whole of it: <${ID}|the review>`,
  ])
  expect(reply.buttons?.map(({ command, value }) => `${command} ${value}`)).toEqual([
    ...['review fill summary', 'review fill impact', 'review fill cause', 'review fill lessons'],
    ...['review fill prevention', 'review fill plan', 'review show', 'review publish'],
  ])
})

test('a part opens its form with what stands there; only what was changed is written', async () => {
  const { type, services } = await over()
  await type('review fill root-cause A full disk')
  const { form } = await type('review fill cause', { canShowForm: true })
  expect(form).toMatchObject({ command: 'review', incident: ID, title: 'Root cause' })
  expect(form!.fields.map(({ param, initial }) => [param, initial])).toEqual([
    ['root-cause', 'A full disk'],
    ...[1, 2, 3, 4, 5].map((n) => [`why-${n}`, undefined]),
  ])
  const values = { 'root-cause': 'A full disk', 'why-1': 'No alarm', 'why-2': '  ' }
  const reply = await type('review', { values, incident: ID, ...ivan })
  expect(reply.text).toContain('*Written:* 1. Why did it happen?.')
  expect(Object.keys((await services.state(ID))!.state.review.fields)).toEqual(['root-cause', 'why-1'])
  expect((await type('review', { values, incident: ID })).text).toBe('Nothing was changed.')
  // Where no form can be shown, what to type.
  expect((await type('review fill cause')).text).toContain('`/dr review fill root-cause TEXT`')
  expect((await type('review fill')).text).toContain('`/dr review fill summary TEXT`')
})

test('show has what was written and the picture of what happened when', async () => {
  const { type } = await over()
  await type('review fill lucky It was Sunday')
  const reply = await type('review show')
  expect(reply.text).toContain('*Where we got lucky:* It was Sunday')
  expect(reply.text).toContain('Nothing went wrong that Muster could see.')
  expect(reply.picture?.name).toBe(`review-${ID}.png`)
  expect([...(await reply.picture!.png()).slice(1, 4)]).toEqual([...Buffer.from('PNG')])
})

test('publishes once, says what is missing and who cannot read it, and takes a link for those', async () => {
  const templates = { initial: 'customer-initial', resolved: 'customer-resolved', review: 'customer-review' }
  const notices = testPlanInput.notices.map((one) => (one.id === 'customers' ? { ...one, templates } : one))
  const { type } = await over({ notices })
  expect((await type('review publish', { by: by('otto') })).ok).toBe(false)
  await type(`role ${ID} commander me`, ivan)
  const ended = await type('review publish', ivan)
  expect(ended.ok).toBe(true)
  expect(ended.text).toContain('*Published:*')
  expect(ended.text).toContain('Nobody has written: What happened;')
  expect(ended.text).toContain('Customers cannot read it: `/dr review LINK` tells them where they can.')
  expect((await type('review publish', ivan)).text).toContain('nothing has been added since')
  expect((await type('review publish over there', ivan)).ok).toBe(false)
  expect((await type('review https://example.com/r', ivan)).text).toContain('Customers are told')
  expect((await type('review')).text).toContain('The public reads of it at https://example.com/r')
})

test('while it goes on it can be read and filled in, and not published', async () => {
  const desk = await openDesk(planSchema.parse(testPlanInput))
  await desk.type('declare database-corruption critical queries fail')
  const reply = await desk.type('review')
  expect(reply.text).toContain('it goes on')
  expect(reply.buttons?.some(({ value }) => value === 'publish')).toBe(false)
  expect((await desk.type('review fill summary The disk is full')).ok).toBe(true)
  expect((await desk.type('review publish', ivan)).text).toContain('is not resolved')
})

test('notes are listed by number and put right', async () => {
  const { type } = await over()
  expect((await type('timeline notes')).text).toContain('• 1. 10:03 UTC Olga: back to the backup of nine')
  expect((await type('timeline edit 1 back to the backup of ten')).text).toContain('Note 1 is changed')
  expect((await type('timeline notes')).text).toContain('Olga: back to the backup of ten, changed by Olga')
  expect((await type('timeline edit 9 x')).ok).toBe(false)
  expect((await type('timeline edit 1')).ok).toBe(false)
})

test('what makes no sense is answered with a sentence that helps', async () => {
  const { type } = await over()
  expect((await type('review sing')).text).toContain('is nothing that a review can do')
  expect((await type('review fill root-caus A disk')).text).toContain('did you mean "root-cause"')
  expect((await type('review fill nothing')).text).toContain('it has summary, users')
})
