/** Who is told what: `/dr comms`, `/dr cadence`, `/dr review`, and telling somebody once more. */
import { expect, test } from 'vitest'
import { privately } from '../../src/plan/actor.ts'
import { draftPlan } from '../incident/communication/telling.ts'
import { by, MINUTE, openDesk } from './desk.ts'

const TEXT = {
  subject: 'Service disruption',
  sections: { text: 'The Shop is **disrupted**.', sms: 'The Shop is disrupted.' },
}

async function desk(notice: Record<string, unknown> = {}, plan: Record<string, unknown> = {}) {
  const opened = await openDesk(draftPlan({ target: '15 min', deadline: '1 h', cadence: '30 min', ...notice }, plan))
  opened.world = (effect) => {
    if (effect.kind === 'compose') return { ok: true, detail: { text: privately(JSON.stringify(TEXT)) } }
    return effect.kind === 'open-channel'
      ? { ok: true, detail: { channelId: 'C1', channelName: 'dr-channel' } }
      : { ok: true, detail: { ref: 'r' } }
  }
  await opened.type('declare database-corruption critical queries fail')
  return opened
}
const tina = { by: by('tina') }

test('says what waits for somebody, what comes and what is out', async () => {
  const { type, advance } = await desk()
  expect((await type('comms')).text).toBe(
    [
      '*What people are told about DR-20261205-1000*',
      '*Comes next*',
      '• 10:15 UTC (in 15 min) Customers, first message, by mail, at the latest 11:00 UTC; first a draft for the Technical lead',
    ].join('\n'),
  )
  await advance(12 * MINUTE)
  const waiting = await type('comms')
  expect(waiting.text).toContain(
    '• Customers, first message (Tina): goes out 10:59 UTC (in 47 min), unless somebody acts; `/dr comms show customers` shows it',
  )
  expect(waiting.buttons?.map(({ value }) => value)).toEqual([
    'approve customers/initial/0 v1',
    'edit customers/initial/0 v1',
    'skip customers/initial/0 v1',
  ])
  await type('comms approve customers v1', tina)
  await advance(4 * MINUTE)
  expect((await type('comms')).text).toContain('*Out*\n• 10:15 UTC Customers, first message, by mail')
})

test('says why what is on its way is not out, and until when', async () => {
  const opened = await desk({ approval: undefined })
  const { world } = opened
  opened.world = (effect) =>
    effect.kind === 'notify'
      ? { ok: false, reason: 'The mail server says later (451).', retryAtMs: opened.clock.now() + 3 * MINUTE }
      : world(effect)
  await opened.advance(15 * MINUTE + 1_000)
  expect((await opened.type('comms')).text).toContain(
    '*Going out*\n• Customers, first message, by mail (The mail server says later (451); next try 10:18 UTC (in 3 min))',
  )
})

test('whoever types approve sees first what it is; only then it is approved', async () => {
  const { type, advance } = await desk()
  await advance(12 * MINUTE)
  const asked = await type('comms approve customers', tina)
  expect(asked.text).toContain('This is what goes out:')
  expect(asked.text).toContain('The Shop is *disrupted*.')
  expect((await type('comms approve customers/initial/0 v1', tina)).text).toBe(
    '*Approved: the message to Customers.* It goes out 10:15 UTC (in 3 min).',
  )
  expect((await type('comms approve customers v1', tina)).text).toContain('is approved already')
})

test('shows word for word what was written, also of what went out by itself', async () => {
  const { type, advance } = await desk({ approval: undefined })
  expect((await type('comms show')).text).toContain('Nothing has been written to anybody yet')
  await advance(16 * MINUTE)
  const shown = (await type('comms show customers')).text
  expect(shown).toContain('*Service disruption*\nThe Shop is *disrupted*.\n*Text message:* The Shop is disrupted.')
  expect((await type('comms show custmers')).text).toContain('say customers')
})

test('a draft is changed in a form, and has to be approved after that', async () => {
  const { type, advance } = await desk()
  await advance(12 * MINUTE)
  const { form } = await type('comms edit customers/initial/0 v1', { ...tina, canShowForm: true })
  expect(form?.fields.map(({ param }) => param)).toEqual(['subject', 'text', 'sms', 'task'])
  const values = { subject: 'New', text: 'New words', sms: 'New sms', task: 'edit customers/initial/0 v1' }
  expect((await type('comms', { ...tina, values })).text).toContain('*Changed: the message to Customers.*')
  expect((await type('comms', { ...tina, values })).text).toContain('Tina has changed the text meanwhile')
  expect((await type('comms show customers')).text).toContain('New words')
  const empty = await type('comms', { ...tina, values: { ...values, text: ' ', task: 'edit customers/initial/0 v2' } })
  expect(empty.errors).toHaveProperty('text')
})

test('where there is no form, the text is typed; what has words of its own stays', async () => {
  const { type, advance } = await desk()
  await advance(12 * MINUTE)
  expect((await type('comms edit customers', tina)).text).toBe('Say the new text: `/dr comms edit customers TEXT`.')
  expect((await type('comms edit customers The Shop is closed today.', tina)).text).toContain('*Changed:')
  const shown = (await type('comms show customers')).text
  expect(shown).toContain('The Shop is closed today.')
  expect(shown).toContain('*Text message:* The Shop is disrupted.')
})

test('what is wrong is said in one sentence that helps', async () => {
  const { type, advance } = await desk()
  expect((await type('comms aprove')).text).toContain('say show, approve, edit, skip, done, yes or no')
  expect((await type('comms approve')).text).toContain('No draft waits for anybody')
  await advance(12 * MINUTE)
  expect((await type('comms approve nobody', tina)).text).toBe('"nobody" is no draft that waits: say customers.')
  expect((await type('comms skip nobody because of that', tina)).text).toContain('"nobody" is no draft')
  expect((await type('comms skip customers', tina)).text).toBe('Say why: `/dr comms skip customers REASON`.')
  expect((await type('comms yes breach')).text).toContain('No question waits for anybody')
  expect((await type('cadence custmers 10 min')).text).toContain('is no notice of this plan')
  expect((await type('cadence customers often')).text).toContain('is no length of time')
  expect((await type('review here')).text).toContain('a link that begins with https://')
})

test('a bare yes or no answers only what has been asked; before its time a question needs its name', async () => {
  const questions = { breach: { question: 'Is personal data affected?', after: '1 h', within: '4 h' } }
  const { type, advance, services } = await desk({ approval: undefined }, { questions })
  const answers = async () => (await services.state('DR-20261205-1000'))?.state.communication.answers
  const early = await type('comms yes', tina)
  expect(early).toMatchObject({
    ok: false,
    text: 'No question waits for anybody yet; before its time it needs its name: breach.',
  })
  expect((await type('comms no', { ...tina, canShowForm: true })).form).toBeUndefined()
  expect((await type('comms')).buttons).toEqual([])
  expect(await answers()).toEqual({})
  await advance(61 * MINUTE)
  expect((await type('comms')).buttons?.map(({ value }) => value)).toEqual(['yes breach', 'no breach'])
  expect((await type('comms yes', tina)).text).toContain('*Is personal data affected?* You say yes')
  expect(await answers()).toHaveProperty('breach')
})

test('a question that nobody has been asked is answered by its name', async () => {
  const questions = { breach: { question: 'Is personal data affected?', after: '1 h', within: '4 h' } }
  const { type } = await desk({ approval: undefined }, { questions })
  expect((await type('comms no breach only test data', tina)).text).toContain('You say no')
})

test('the end names the questions that it leaves open, asked or not, and how each is answered', async () => {
  const questions = {
    breach: { question: 'Is personal data affected?', after: '1 h', within: '4 h' },
    press: { question: 'Does the press know?', within: '4 h' },
  }
  const law = { from: 'breach', target: '24 h', deadline: '72 h', cadence: undefined, approval: undefined }
  const { type } = await desk(law, { questions })
  const [yes, no] = ['yes breach', 'no breach REASON'].map((words) => `\`/dr comms DR-20261205-1000 ${words}\``)
  const open = `*Still to be answered:*\n• Is personal data affected? ${yes} or ${no}\n`
  expect((await type('resolve')).text).toContain(open)
  expect((await type('comms DR-20261205-1000 no breach only test data', tina)).text).toContain('You say no')
  await type('reopen DR-20261205-1000')
  expect((await type('resolve')).text).not.toContain('Still to be answered')
})

test('cadence says, changes and stops how often they are updated', async () => {
  const { type } = await desk()
  expect((await type('cadence')).text).toContain('Customers (`customers`): every 30 min')
  expect((await type('cadence customers every 10 min')).text).toBe('*Customers are updated every 10 min.*')
  expect((await type('cadence')).text).toContain('every 10 min (changed here)')
  expect((await type('cadence customers off')).text).toBe('*Customers get no more regular updates.*')
  expect((await type('cadence customers default')).text).toBe('*Customers are updated every 30 min.*')
})

test('notify once more sends what is new, at once', async () => {
  const { type, advance } = await desk({ approval: undefined })
  await advance(16 * MINUTE)
  await type('notify customers')
  await advance(1_000)
  expect((await type('comms')).text).toContain('10:16 UTC Customers, update, by mail')
})

test('the review is told to those to whom it was promised', async () => {
  const templates = { initial: 'customer-initial', resolved: 'customer-resolved', review: 'customer-review' }
  const { type, advance } = await desk({ approval: undefined, templates })
  await advance(16 * MINUTE)
  expect((await type('review https://example.com/r')).text).toContain('is not resolved')
  await type('resolve all is well')
  expect((await type('review <https://example.com/r>')).text).toBe(
    '*Noted.* Customers are told where the review can be read.',
  )
  await advance(1_000)
  expect((await type('comms')).text).toContain('Customers, review, by mail')
  expect((await type('review')).text).toContain('The public reads of it at https://example.com/r')
})

test('page status says what the public reads', async () => {
  const { type } = await desk({}, { statusPage: { url: 'https://status.example.com' } })
  const { text } = await type('page status')
  expect(text).toContain('*The public page says of DR-20261205-1000:*')
  expect(text).toContain('https://status.example.com')
})

test('the clock of a law is in the status: from the question on, while it runs, and once it was kept', async () => {
  const opened = await desk(
    { from: 'breach', target: '24 h', deadline: '72 h', cadence: undefined, approval: undefined },
    {
      questions: { breach: { question: 'Is personal data affected?', within: '4 h' } },
      compliance: {
        gdpr: {
          standard: 'GDPR',
          demands: [{ text: 'Told within 72 hours', notifyWithin: '72 hours', notice: 'customers' }],
        },
      },
    },
  )
  const law = async () => (await opened.type('status')).text.split('*By law:*\n')[1]?.split('\n')[0]
  expect(await law()).toBe(
    '• Customers (GDPR): the clock begins with the answer to “Is personal data affected?”: `/dr comms yes breach` or `no`',
  )
  await opened.advance(60 * MINUTE)
  await opened.type('comms yes breach since 10:30', tina)
  expect(await law()).toMatch(/^• Customers \(GDPR\): to be told until .*10:30 UTC \(in 2 d/)
  await opened.advance(24 * 60 * MINUTE)
  expect(await law()).toMatch(/^• Customers \(GDPR\): told .*10:30 UTC \(/)
})
