/** What is typed after /dr step, approve, reject, undo, check, card and backup, and what it answers. */
import { beforeEach, expect, test } from 'vitest'
import { approved, byHand, change, look, recoveryPlan } from '../incident/recovery/recovery-plan.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { by, type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  const decision = {
    ...{ id: 'way', title: 'Which way', needs: [] },
    decide: {
      question: 'Which?',
      options: [
        { id: 'left', label: 'Left' },
        { id: 'right', label: 'Right' },
      ],
    },
  }
  desk = await openDesk(
    recoveryPlan({
      steps: [
        look('see'),
        approved('wipe', {}, { risk: 'destructive', do: [{ command: ['wipe', { value: 'target' }] }] }),
        byHand('call', { needs: [], budget: '10 min' }),
        decision,
        change('later', { needs: ['wipe'] }),
      ],
      validation: [look('health'), { ...byHand('eyes'), group: 'business' }],
      plan: {
        objectives: {
          ...testPlanInput.objectives,
          also: [{ text: 'No paid order is lost', check: 'eyes' }],
        },
        values: { target: { kind: 'choice', label: 'Target', options: ['blue', 'green'] } },
        cards: {
          quick: { title: 'Quick', steps: [byHand('shout')] },
          stop: {
            title: 'Stop',
            steps: [change('block', { undo: { title: 'Open again', do: [{ command: ['open'] }] } })],
          },
        },
      },
    }),
  )
  await desk.type('declare database-corruption critical queries fail')
})
const says = async (text: string, who: Parameters<typeof by>[0] = 'olga') =>
  (await desk.type(text, { by: by(who) })).text

test('step: by phase, what is in hand, what blocks what', async () => {
  expect(await says('step')).toBe(
    [
      '*Recovery of DR-20261205-1000:* 1 of 7 done',
      'No forecast: 4 of 6 steps have no budget',
      '*Recovery* 1 of 5',
      '• ✓ 1 `see` Look at see (done in 0 s)',
      '• · 2 `wipe` Change wipe (waits for a value: Target)',
      '• ▶ 3 `call` Do call (ready)',
      '• ▶ 4 `way` Which way (ready)',
      '• · 5 `later` Change later (waits for “Change wipe”)',
      '*Validation* 0 of 2',
      '• · 6 `health` Look at health (waits for the 4 steps before it)',
      '• · 7 `eyes` Do eyes (waits for the 4 steps before it)',
      '*Values that are not known yet:*',
      '• Target: `/dr step value target …`',
    ].join('\n'),
  )
})

test('a step is found by its id or its title; a slip is asked about, and nothing else is taken for it', async () => {
  expect(await says('step call')).toContain('*Do call* (ready)')
  expect(await says('step 3')).toContain('“3” is no step')
  for (const verb of ['start', 'done', 'failed', 'skip', 'cancel'])
    expect(await says(`step ${verb} nix because`)).toContain('“nix” is no step')
  expect(await says('step')).toContain('`call` Do call (ready)')
  expect(await says('step do call')).toContain('*Do call* (ready)')
  expect(await says('step done cal')).toContain('did you mean `call`?')
  expect(await says('step dnoe call')).toContain('Did you mean `/dr step done`?')
  expect(await says('step polish the floor')).toContain('is no step, and nothing that can be done with one')
})

test('a value is asked for, checked, and then the step is asked for', async () => {
  expect(await says('step value targte blue')).toContain('did you mean `target`?')
  expect(await says('step value constructor x')).toContain('“constructor” is no value of the plan')
  expect(await says('step value target red')).toMatch(/^Target: /)
  expect(await says('step value target green')).toBe('*Target* is green.')
  expect(await says('step wipe')).toContain('`wipe green`')
  expect(await says('approve wipe', 'olga')).toContain('You cannot approve')
  expect(await says('approve wipe', 'dora')).toContain("type the system's name, Shop")
  expect(await says('reject wipe', 'dora')).toBe('Say why: `/dr reject wipe REASON`.')
  expect(await says('approve wipe Shop', 'dora')).toBe('*Approved: Change wipe.* It starts at once:\n`wipe green`')
  expect(await says('approve wipe Shop', 'otto')).toContain('has run already')
  expect(await says('step start later')).toBe('*Change later* starts.')
})

test('approve alone approves nothing: it shows what waits, exactly', async () => {
  expect(await says('approve', 'dora')).toContain('Nothing of DR-20261205-1000 waits for an approval')
  await says('step value target blue')
  const shown = await desk.type('approve', { by: by('dora') })
  expect(shown.text).toMatch(
    /\*Change wipe\* \(1 of .*\) does exactly this:\n`wipe blue`\n`\/dr approve wipe @[0-9a-f]{16} Shop`/,
  )
  const [, typed = ''] = /`\/dr (approve wipe [^`]+)`/.exec(shown.text) ?? []
  expect(await says(typed, 'dora')).toContain('It starts at once')
})

test('a form asks for the name where one can be shown, bound to what it shows', async () => {
  await says('step value target blue')
  const { form } = await desk.type('approve wipe', { by: by('dora'), canShowForm: true })
  expect(form).toMatchObject({ command: 'approve', incident: 'DR-20261205-1000' })
  expect(form!.intro).toContain('`wipe blue`')
  const [, step] = form!.fields
  const shown = step!.initial!
  await says('step value target green')
  const late = await desk.type('approve', {
    by: by('dora'),
    values: { step: shown, name: 'Shop' },
    incident: form!.incident!,
  })
  expect(late).toMatchObject({ ok: false, text: expect.stringContaining('has changed') })
  const wrong = { step: 'wipe', name: 'Shopp' }
  expect(await desk.type('approve', { by: by('dora'), values: wrong })).toMatchObject({
    errors: { name: expect.any(String) },
  })
})

test('manual steps are taken, done, failed and left out; decisions are taken', async () => {
  expect(await says('step start call')).toBe('*Do call* is yours. `/dr step done call` when it is done.')
  expect(await says('step failed call nobody answers')).toBe('*Do call* has failed.')
  expect(await says('step skip call', 'tina')).toBe('Say why: `/dr step skip call REASON`.')
  expect(await says('step skip call not needed', 'tina')).toContain('Only whoever leads')
  expect(await says('step skip call not needed')).toBe('*Do call* is left out, in your name.')
  expect(await says('step choose way')).toContain('`/dr step choose way left`')
  expect(await says('step choose way right it is shorter')).toBe('*Which way*: Right.')
  expect(await says('step add after call: Call the landlord')).toBe('*Call the landlord* is step `added.1` now.')
  expect(await says('card quick')).toContain('`quick.shout` Do shout (ready)')
})

test('a verb may follow its step, and words after a step are never dropped', async () => {
  expect(await says('step call start')).toBe('*Do call* is yours. `/dr step done call` when it is done.')
  expect(await says('step Do call done all users')).toBe('*Do call* is done.')
  expect((await desk.type('step call')).text).toContain('all users')
  expect(await says('step way choose right it is shorter')).toBe('*Which way*: Right.')
  expect(await says('step wipe value target green')).toBe('*Target* is green.')
  expect(await says('step later dnoe')).toBe(
    '“dnoe” is nothing that can be done with “Change later”. Did you mean `/dr step done later`?',
  )
  expect(await says('step later tomorrow')).toBe(
    '“tomorrow” is nothing that can be done with “Change later”: `/dr help step` says what can.',
  )
  expect(await says('step later add Ring twice')).toContain('“add” is nothing that can be done with “Change later”')
  expect(await says('step latr done')).toContain('“latr” is no step of DR-20261205-1000: did you mean `later`?')
})

test('check: what is open; run, pass and waive; and resolve says what is in the way', async () => {
  expect(await says('check')).toContain('*Checks of DR-20261205-1000:* 0 of 2 done')
  expect(await says('resolve')).toContain(
    '2 checks have not passed (Do eyes, an objective: No paid order is lost; Look at health)',
  )
  expect(await says('check')).toContain('Do eyes; the objective “No paid order is lost” hangs on it')
  expect(await says('check run')).toContain('Look at health runs')
  expect(await says('check pass eyes it is fine')).toBe('*Do eyes*: passed.')
  expect(await says('check')).toContain('2 of 2 done')
  expect(await says('resolve')).toContain('is resolved')
})

test('check waive: by whoever leads, with a reason', async () => {
  expect(await says('check waive all', 'olga')).toContain('Say why')
  expect(await says('check waive all it healed by itself', 'tina')).toContain('Only whoever leads')
  expect(await says('check waive all it healed by itself')).toContain('are waived, in your name')
  expect(await says('resolve')).toContain('is resolved')
})

test('what was done is not let go with the checks', async () => {
  await says('card stop')
  await says('step start stop.block')
  expect(await says('check waive all it healed by itself')).toContain(
    'Still in the way: Open again (is to be taken back)',
  )
  expect(await says('resolve')).toContain('Still to be taken back: Open again')
  expect(await says('undo keep stop.block it stays closed')).toContain('stays as it is')
  expect(await says('undo stop.block')).toContain('starts at once')
})

test('cancel says what goes on all the same', async () => {
  await says('card stop')
  await says('step start stop.block')
  expect(await says('cancel false alarm')).toContain('“Open again” is not done: what was changed stays as it is')
})

test('status monitoring says what is still open', async () => {
  expect(await says('status monitoring')).toMatch(
    /The clock of the recovery stops here, and 6 steps are open: Change wipe; /,
  )
})

test('the scenario is said later, and brings its steps', async () => {
  await says('cancel a mistake')
  await desk.type('declare separate it smells')
  expect(await says('scenario')).toContain('nobody has said yet what it is')
  expect(await says('scenario databse-corruption')).toContain('Did you mean `/dr scenario database-corruption`?')
  expect(await says('step add Open the windows')).toContain('`added.1`')
  expect(await says('scenario database-corruption')).toContain('8 steps, `/dr step` lists them')
  expect(await says('scenario database-corruption')).toContain('already')
})

test('without a scenario there is nothing to recover by', async () => {
  await says('cancel a mistake')
  await desk.type('declare separate it smells')
  expect(await says('step')).toContain('has no recovery steps: nobody has said what it is')
  expect(await says('undo')).toContain('has no recovery steps')
  expect(await says('backup')).toContain('No backups are known')
})
