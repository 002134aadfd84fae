import { expect, test } from 'vitest'
import { commands } from '../../commands/registry.ts'
import type { Block } from '../../src/adapters/slack/block-kit.ts'
import { boardBlocks } from '../../src/adapters/slack/board.ts'
import { replyMessage } from '../../src/adapters/slack/replies.ts'
import { MINUTE, openDesk } from './desk.ts'
import { bank, shop } from './plans.ts'

const DECLARED = 'DR-20261205-1000'

async function declared() {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption critical queries fail')
  return desk
}

test('status: what it is, how much time is left, who is on it, what comes next', async () => {
  const desk = await declared()
  await desk.advance(16 * MINUTE)
  expect((await desk.type('status')).text).toBe(
    [
      '*DR-20261205-1000* Critical, Database corruption (Shop)',
      'Investigating, declared 10:00 UTC (16 min ago) by Olga',
      'RTO: 1 h 44 min left, until 12:00 UTC',
      'Incident commander: Olga (acting)',
      '*Nobody has acknowledged yet.*',
      'Being paged: Olga (Slack), Tina (Slack) and Dora (Slack)',
      'Next:',
      '• 10:30 UTC (in 14 min) page Level 3',
      '• 10:45 UTC (in 29 min) update Customers by mail',
      '• 11:00 UTC (in 44 min) page Level 4',
      '• 11:00 UTC (in 44 min) 50 % of the recovery time objective are used',
      'Channel: <#C1>',
      'Availability 99.9 %: this outage takes 16 min; of the 8 h 46 min that 365 days allow 8 h 30 min are left',
    ].join('\n'),
  )
  await desk.advance(120 * MINUTE)
  expect((await desk.type('status')).text).toContain('*RTO exceeded* by 16 min, it was 12:00 UTC')
})

test('status asks before it resolves, in the words of the board', async () => {
  const desk = await declared()
  const view = (await desk.services.view(DECLARED))!
  const confirms = (blocks: Block[]) =>
    blocks
      .flatMap((block) => (block.type === 'actions' ? block.elements : []))
      .flatMap((one) => {
        const { action_id, confirm } = one as { action_id: string; confirm?: object }
        return confirm ? [{ action_id, confirm }] : []
      })
  const asked = confirms(replyMessage(await desk.type('status')).blocks)
  expect(asked).toMatchObject([{ action_id: 'resolve', confirm: { title: { text: `Resolve ${DECLARED}?` } } }])
  expect(asked).toEqual(confirms(boardBlocks(view, view.declared.atMs)))
})

test('what failed is in the status, with the reason', async () => {
  const desk = await openDesk(shop)
  desk.world = (effect) =>
    effect.kind === 'open-channel'
      ? { ok: false, reason: 'Slack is down', permanent: true }
      : { ok: true, detail: { ref: 'r' } }
  await desk.type('declare database-corruption')
  expect((await desk.type('status')).text).toMatch(/\*Trouble:\* .*Slack is down/)
})

test('several open: status lists them, none open: it says how to declare', async () => {
  const desk = await openDesk(shop, bank)
  expect((await desk.type('status')).text).toBe('No incident is open. `/dr declare` opens one.')
  await desk.type('declare shop')
  await desk.type('declare bank flood')
  expect((await desk.type('status')).text).toMatch(/^\*2 incidents are open:\*/)
  expect((await desk.type('DR-20261205-1000')).text).toMatch(/^\*DR-20261205-1000\*/)
})

test('several open: each suggestion works as it stands and keeps what was typed', async () => {
  const desk = await openDesk(shop, bank)
  await desk.type('declare shop')
  await desk.type('declare bank flood')
  for (const [typed, suggested, done] of [
    ['update We restart', 'update DR-20261205-1000 We restart', /^\*Update noted\* in DR-20261205-1000/],
    ['status recovering', 'status DR-20261205-1000 recovering', /^\*DR-20261205-1000 is now recovering/],
    ['status resolved `df` is fine', "resolve DR-20261205-1000 'df' is fine", /^\*DR-20261205-1000 is resolved/],
  ] as const) {
    const asked = (await desk.type(typed)).text
    expect(asked).toMatch(/^Which one\?/)
    expect(asked).toContain(`\`/dr ${suggested}\` `)
    expect((await desk.type(suggested)).text).toMatch(done)
  }
})

test('status takes the id at the end too, but not out of a text', async () => {
  const desk = await openDesk(shop, bank)
  await desk.type('declare shop')
  await desk.type('declare bank flood')
  expect((await desk.type('status recovering DR-20261205-1000')).text).toMatch(/^\*DR-20261205-1000 is now recovering/)
  expect((await desk.type('status recovering as in DR-20261205-1000')).text).toMatch(/^Which one\?/)
})

test('status with a word changes it; a near word is suggested; resolved resolves', async () => {
  const desk = await declared()
  expect((await desk.type('status identified the disk is full')).text).toMatch(
    /is now identified\* \(was investigating\)/,
  )
  expect((await desk.type('status monitring')).text).toBe('"monitring" is no status: say `/dr status monitoring`.')
  const everything =
    '`/dr status investigating`, `/dr status identified`, `/dr status recovering`, `/dr status monitoring`'
  expect((await desk.type('status quux')).text).toBe(`"quux" is no status: say ${everything}, \`/dr status resolved\`.`)
  expect((await desk.type('status resolved disk replaced')).text).toMatch(/^\*DR-20261205-1000 is resolved\*/)
  expect(await desk.services.view(DECLARED)).toMatchObject({ phase: 'resolved', endedMs: expect.any(Number) })
})

test('roles: either order, aliases, a form, and what is wrong in one sentence', async () => {
  const desk = await declared()
  expect((await desk.type('role Technical lead @tina')).text).toBe('*Tina is Technical lead* of DR-20261205-1000.')
  expect((await desk.type('role <@U000000005> commander')).text).toBe(
    '*Ivan is Incident commander* of DR-20261205-1000.',
  )
  expect((await desk.type('role')).text).toContain('Technical lead: *Tina*')
  expect((await desk.type('role comander @ivan')).text).toContain('Did you mean `/dr role commander @who`?')
  expect((await desk.type('role dba')).text).toBe('Say who: `/dr role dba @who`.')
  const { form } = await desk.type('role', { canShowForm: true })
  expect(form).toMatchObject({ command: 'role', incident: DECLARED })
  await desk.type('role', { values: { role: 'dba', person: '<@U000000004>' } })
  expect((await desk.services.view(DECLARED))?.roles.find((one) => one.role === 'dba')?.holder?.name).toBe('Dora')
})

test('severity by any of its names, with a reason', async () => {
  const desk = await declared()
  expect((await desk.type('severity 2 only the search')).text).toMatch(/is now Minor\* \(was Critical\)/)
  expect((await desk.type('severity p1')).text).toMatch(/is now Critical\*/)
  expect((await desk.type('severity mnior')).text).toContain('Did you mean `/dr severity minor`?')
  expect((await desk.type('severity')).text).toContain('*Critical*; the plan has critical (Critical) and minor (Minor)')
})

test('notes, decisions and updates are written down; public ones are public', async () => {
  const desk = await declared()
  await desk.type('note looked at\nthe logs')
  await desk.type('decision fail over')
  await desk.type('update halfway there')
  await desk.type('update public: we are working on it')
  const view = await desk.services.view(DECLARED)
  expect(view?.notes.map(({ text, decision }) => [text, decision])).toEqual([
    ['looked at\nthe logs', false],
    ['fail over', true],
  ])
  expect(view?.updates.map((update) => [update.text, update.public])).toEqual([
    [null, true],
    ['halfway there', false],
    ['we are working on it', true],
  ])
  expect((await desk.type('note')).ok).toBe(false)
  await desk.type('update', { values: { text: 'public words', public: 'yes' } })
  expect((await desk.services.view(DECLARED))?.updates.at(-1)).toMatchObject({ text: 'public words', public: true })
})

test('what is said with a status stays inside unless it is marked public, and the answer says what the public reads', async () => {
  const desk = await declared()
  const inside = (await desk.type('status identified public-facing node db-3 is full')).text
  expect(inside).toContain('The status page now reads: “Shop stands at identified.” What you wrote stays inside')
  const outside = (await desk.type('status recovering public We have found the cause')).text
  expect(outside).toMatch(/The status page now reads: “We have found the cause”$/)
  expect((await desk.type('resolve db-3 has a new disk')).text).toContain('“Shop stands at resolved.”')
  expect(
    (await desk.services.view(DECLARED))?.updates.map((update) => [update.status, update.text, update.public]),
  ).toEqual([
    ['investigating', null, true],
    ['identified', null, true],
    ['identified', 'public-facing node db-3 is full', false],
    ['recovering', 'We have found the cause', true],
    ['resolved', null, true],
    ['resolved', 'db-3 has a new disk', false],
  ])
})

test('eta as a length, a clock time, and unknown again', async () => {
  const desk = await declared()
  expect((await desk.type('eta 45 min')).text).toBe('*Expected to be over: 10:45 UTC (in 45 min).*')
  expect((await desk.type('eta 14:30')).text).toContain('14:30 UTC (in 4 h 30 min)')
  expect((await desk.type('eta soon')).text).toMatch(/^"soon" is not a time: write/)
  expect((await desk.type('eta 2026-12-05 09:00')).ok).toBe(false)
  await desk.type('eta unknown')
  expect((await desk.services.view(DECLARED))?.etaMs).toBeNull()
})

test('notify by notice or audience; unknown ones get the nearest', async () => {
  const desk = await declared()
  expect((await desk.type('notify Customers')).text).toBe('*A message goes to Customers* by mail.')
  expect((await desk.type('notify suport')).text).toContain('Did you mean `/dr notify support`?')
  expect((await desk.type('notify')).text).toBe('Say whom: `/dr notify support` or `/dr notify customers`.')
})

test('cancelled, reopened, and the same as another one', async () => {
  const desk = await declared()
  expect((await desk.type('cancel')).ok).toBe(false)
  expect((await desk.type('cancel a test alert')).text).toMatch(/is cancelled\.\*/)
  expect((await desk.type('reopen it is real')).text).toMatch(/^\*DR-20261205-1000 is open again\.\*/)
  await desk.type('declare separate database-corruption')
  expect((await desk.type(`cancel DR-20261205-1000-2 duplicate-of DR-20200101-0000`)).ok).toBe(false)
  await desk.type(`cancel DR-20261205-1000-2 duplicate-of ${DECLARED.toLowerCase()}`)
  expect(await desk.services.view('DR-20261205-1000-2')).toMatchObject({ phase: 'merged', mergedInto: DECLARED })
  expect((await desk.type('list all')).text).toContain('merged')
})

test('the timeline comes from the journal, the newest entries of many', async () => {
  const desk = await declared()
  for (let count = 1; count <= 30; count++) await desk.type(`note entry ${count}`)
  const reply = await desk.type('timeline 5')
  expect(reply.text.split('\n')).toHaveLength(6)
  expect(reply.text).toContain('entry 30')
  expect((await desk.type('timeline all')).text).toContain(
    '10:00 UTC Critical declared by Olga. Database corruption: queries fail',
  )
})

test('every command answers nonsense with a sentence and never throws', async () => {
  const desk = await declared()
  for (const { name } of commands) {
    for (const words of ['', '???', '@', '<@U999>', 'x'.repeat(5000), 'DR-99999999-9999', '🚨 💥']) {
      const reply = await desk.type(name, { words })
      expect(reply.text.trim(), `${name} ${words.slice(0, 20)}`).not.toBe('')
    }
  }
})

test('help is help, also behind a command that would end the incident', async () => {
  const desk = await declared()
  expect((await desk.type('resolve --help')).text).toContain('`/dr resolve')
  expect((await desk.type('cancel -h')).text).toContain('`/dr cancel')
  expect((await desk.services.view(DECLARED))?.phase).toBe('open')
})

test('followup: a deadline that is no time, or has passed, is asked about and not swallowed', async () => {
  const desk = await declared()
  const noted = async (words: string) => (await desk.type(`followup add ${words}`)).text
  expect(await noted('Add an index check by Friday')).toMatch(
    /^"Friday" is not a time: write .*\. Where it belongs to the text, add a time: `… by Friday by 2 days`\.$/,
  )
  expect(await noted('Add an index check by yesterday')).toContain('"yesterday" is not a time')
  expect(await noted('Add an index check by yesterday 10:00')).toContain('has passed: give a time to come.')
  expect((await desk.type('followup')).text).toMatch(/^Nothing/)
  // This desk has no watch to add to: test/e2e/followups-chased.test.ts does. Nothing is wrong with these times.
  for (const words of ['Replace it by hand by 2 days', 'Have it looked at by somebody who knows pumps'])
    expect(await noted(words)).toBe('There is no such incident.')
})
