/** A step's message: what matters first at every moment of its life, and nothing that hostile texts can do. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageRefusal } from '../../../sim/slack/payload-checks.ts'
import { approvalMessage, clockMessage } from '../../../src/adapters/slack/recovery-messages.ts'
import { STEP_CHARS_MAX, stepBlocks, stepText } from '../../../src/adapters/slack/step-message.ts'
import type { RunView, StepView } from '../../../src/incident/recovery/view-shape.ts'
import type { View } from '../../../src/incident/view-shape.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, SECOND, T0 } from '../../incident/story.ts'
import { type Recovery, recoveryPlan, reported, startRecovery } from './recoveries.ts'

/** Every text that a reader sees, block by block, with times in UTC. */
const textsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  )
}
const inUtc = (text: string) => text.replace(/<!date\^\d+\^[^|]+\|\S+ (\S+ UTC)>/g, '$1')

/** All of the message but its buttons. */
function messageOf(recovery: Recovery, id: string, undoCommands: string[] = []): string {
  const blocks = stepBlocks(recovery.view(), recovery.step(id), recovery.story.nowMs, undoCommands)
  return blocks
    .filter(({ type }) => type !== 'actions')
    .flatMap(textsOf)
    .map(inUtc)
    .join('\n')
}
const textOf = (recovery: Recovery, id: string) => stepText(recovery.view(), recovery.step(id))
const lines = (...texts: string[]) => texts.join('\n')

function buttonsOf({ view, step, story }: Recovery, id: string): [action: string, value: string, label: string][] {
  const row = stepBlocks(view(), step(id), story.nowMs).find((block) => block.type === 'actions')
  const elements = (row?.elements ?? []) as { action_id: string; value: string; text: { text: string } }[]
  return elements.map(({ action_id, value, text }) => [action_id, value.replace('DR-20261205-1000|', ''), text.text])
}

/** Two approvals, so that the restore runs. */
function approveRestore({ story }: Recovery, typed = 'Shop') {
  story.ask({ type: 'approve-step', step: 'restore', typed }, by('dora'))
  story.ask({ type: 'approve-step', step: 'restore', typed }, by('ivan'))
}

/** The writes are stopped: the restore asks for its approvals. */
function untilRestore(plan = recoveryPlan(), options: Parameters<typeof startRecovery>[1] = {}): Recovery {
  const recovery = startRecovery(plan, options)
  recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
  recovery.story.nowMs = T0 + 12 * SECOND
  const stopped = { what: privately('systemctl stop shop-api'), ok: true, tookMs: 11_800, exitCode: 0 }
  recovery.ends('stop-writes/do/1', { ok: true, detail: reported({ actions: [stopped] }) })
  return recovery
}

describe('a step that needs approval', () => {
  test('says so first, then what it is, who must, exactly what would run, and what approvals are bound to', () => {
    const recovery = untilRestore()
    recovery.story.ask({ type: 'approve-step', step: 'restore', typed: 'shop' }, by('dora'))
    const digest = recovery.step('restore').run!.digest.slice(0, 12)
    expect(messageOf(recovery, 'restore')).toBe(
      lines(
        ':raised_hand: *Needs approval*',
        '*Step 3 of 5 · Restore the backup*',
        ":warning: *Destructive.* You will be asked to type the system's name.",
        'All data from before the corruption is in it.',
        'Database administrator (Dora) · 10 min allowed',
        '1 of 2 approvals: Dora. Still needed: 1 of Incident commander (Ivan) · lapses 10:30 UTC',
        'Asked for by Muster at 10:00 UTC',
        'Runs on `ops@db1.example.com`:',
        '```',
        '[ops@db1.example.com] pg_restore --clean --dbname shop latest.dump',
        'check: sql on main: select count(*) from orders → 1 row',
        '```',
        `Approvals are bound to sha256 \`${digest}\`…`,
        '`restore` · as of 10:00 UTC',
      ),
    )
    expect(textOf(recovery, 'restore')).toBe('Needs approval · Step 3 of 5 · Restore the backup (DR-20261205-1000)')
    expect(buttonsOf(recovery, 'restore')).toEqual([
      ['approve', expect.stringMatching(/^restore @[0-9a-f]{16}$/), 'Approve…'],
      ['reject', 'restore', 'Reject'],
    ])
  })

  test('names secrets and never shows them, and warns of nothing that is not destructive', () => {
    const message = messageOf(startRecovery(), 'stop-writes')
    expect(message).toContain('```\nAPI_TOKEN=‹secret SHOP_TOKEN› systemctl stop shop-api\n```')
    expect(message).not.toContain('Destructive')
    expect(message).toContain('5 min allowed · holds up Restore the backup\n')
  })

  test('that was rejected is ready again and says why; one that nobody approved says that', () => {
    const recovery = startRecovery()
    recovery.story.ask({ type: 'reject-step', step: 'stop-writes', reason: privately('wrong host.') }, by('dora'))
    expect(messageOf(recovery, 'stop-writes')).toMatch(
      /^:large_blue_circle: \*Ready\*\n.*Stop all writes\*\n:no_entry: Rejected at 10:00 UTC: wrong host\n/,
    )
    const silent = startRecovery()
    silent.story.until(31 * MINUTE)
    expect(messageOf(silent, 'stop-writes')).toContain(
      ':alarm_clock: The last request lapsed: nobody approved it in time',
    )
  })

  test('past whose approvals somebody went says that loudly, while it runs and afterwards', () => {
    const recovery = untilRestore()
    recovery.story.ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('dora'))
    const reason = privately('Dora is on a plane')
    recovery.story.ask({ type: 'break-glass', step: 'restore', typed: 'shop', reason }, by('ivan'))
    const loud = ':rotating_light: *Without the approvals that the plan asks for*, by Ivan: Dora is on a plane\n'
    expect(messageOf(recovery, 'restore')).toContain(loud)
    recovery.ends('restore/do/1', { ok: true, detail: reported() })
    expect(messageOf(recovery, 'restore')).toContain(loud)
  })
})

describe('a step that runs', () => {
  test('says since when and until when, which stays right although the message stands still', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    expect(messageOf(recovery, 'restore')).toMatch(
      /^:hourglass_flowing_sand: \*Running\* since 10:00 UTC, 10 min allowed: until 10:10 UTC\n/,
    )
    expect(messageOf(recovery, 'restore')).toContain('Approved by Dora, Ivan')
    expect(buttonsOf(recovery, 'restore')).toEqual([['step', 'cancel restore', 'Cancel']])
  })

  test('beyond its budget is loud', () => {
    const recovery = startRecovery()
    recovery.story.ask({ type: 'start-step', step: 'tell-vendor' }, by('tina'))
    recovery.story.until(16 * MINUTE)
    expect(messageOf(recovery, 'tell-vendor')).toMatch(
      /^:red_circle: \*Running beyond its 15 min\* by Tina since 10:00 UTC: it was to end at 10:15 UTC\n/,
    )
  })

  test('and is to be stopped says who wants that', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    recovery.story.ask({ type: 'cancel-step', step: 'restore' }, by('olga'))
    expect(messageOf(recovery, 'restore')).toContain('until 10:10 UTC · Olga asked to stop it\n')
  })
})

describe('a step that has run', () => {
  const tail = Array.from({ length: 14 }, (_, n) => `row ${n + 1}`).join('\n')
  const custody = {
    ...{
      set: 'nightly',
      store: 's3',
      key: 'shop/2026-12-05.dump',
      size: 1_234_567_890,
      sha256: 'ab12cd34ef56'.repeat(5),
    },
    ...{ madeAtMs: T0 - 12 * MINUTE, verified: true, fetched: true },
  }
  const failed = {
    actions: [{ what: privately('pg_restore --clean'), ok: true, tookMs: 61_000, exitCode: 0 }],
    checks: [{ what: privately('sql on main'), ok: false, tookMs: 40, reason: privately('0 rows instead of 1') }],
    ...{ tail: privately(tail), outputBytes: 12_345, custody: [custody] },
  }

  test('well: how long it took, each action, the end of the output, and no command any more', () => {
    const recovery = untilRestore()
    expect(messageOf(recovery, 'stop-writes')).toBe(
      lines(
        ':white_check_mark: *Done in 12 s*',
        '*Step 2 of 5 · Stop all writes*',
        'It can be taken back: Allow writes again',
        '✓ `systemctl stop shop-api` · 12 s',
        '`stop-writes` · as of 10:00 UTC',
      ),
    )
    expect(textOf(recovery, 'stop-writes')).toBe('Done in 12 s · Step 2 of 5 · Stop all writes (DR-20261205-1000)')
    expect(buttonsOf(recovery, 'stop-writes')).toEqual([['undo', 'stop-writes', 'Undo: Allow writes again']])
  })

  test('badly: why, the failure before what went well, ten lines of output, where all of it is, and the backup', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    const detail = reported({ ...failed, log: 'https://logs.example.com/run?a=1&b=|2' })
    recovery.ends('restore/do/1', { ok: false, reason: 'a check has not passed.', permanent: true, detail })
    const message = messageOf(recovery, 'restore')
    expect(message).toMatch(/^:x: \*Failed\*: a check has not passed\n/)
    expect(message).toContain(
      lines(
        '✗ `check: sql on main` · 40 ms: 0 rows instead of 1',
        '✓ `pg_restore --clean` · 1 min 1 s',
        '```',
        ...Array.from({ length: 10 }, (_, n) => `row ${n + 5}`),
        '```',
        '<https://logs.example.com/run?a=1&amp;b=%7C2|whole output> (12.3 kB)',
        '• Backup fetched `shop/2026-12-05.dump` made 09:48 UTC · 1.2 GB · sha256 `ab12cd34ef56`… · a restore of it has been tried',
      ),
    )
    // What “Try again” would run.
    expect(message).toContain('pg_restore --clean --dbname shop latest.dump')
    expect(buttonsOf(recovery, 'restore')[0]).toEqual(['step', 'start restore', 'Try again'])
  })

  test('only in words says so first', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    recovery.ends('restore/do/1', { ok: true, detail: reported({ ...failed, pretended: true }) })
    expect(messageOf(recovery, 'restore')).toMatch(/^:performing_arts: \*Pretended\*: the sandbox has nothing there/)
  })

  test('a log that no browser opens is named', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    recovery.ends('restore/do/1', { ok: true, detail: reported({ ...failed, log: 's3://logs/<!here>`x' }) })
    expect(messageOf(recovery, 'restore')).toContain('whole output: `s3://logs/&lt;!here&gt;ˋx` (12.3 kB)')
  })

  test('with an end that nobody knows asks to find out', () => {
    const recovery = untilRestore()
    approveRestore(recovery)
    recovery.story.until(6 * 60 * MINUTE)
    expect(messageOf(recovery, 'restore')).toMatch(
      /^:grey_question: \*Nobody knows how this ended\*: whoever ran it went silent\. Find out, then say whether it worked\n/,
    )
    expect(buttonsOf(recovery, 'restore').map(([, , label]) => label)).toEqual(['It worked', 'It failed'])
    recovery.story.ask({ type: 'end-step', step: 'restore', ok: true }, by('dora'))
    expect(messageOf(recovery, 'restore')).toMatch(/^:white_check_mark: \*Done\*, as Dora says\n/)
  })

  test('and is taken back: what that runs, who must approve, and that it worked', () => {
    const recovery = untilRestore()
    recovery.story.ask({ type: 'start-step', step: 'stop-writes', variant: 'undo' }, by('olga'))
    const asked = messageOf(recovery, 'stop-writes', ['systemctl start shop-api'])
    expect(asked).toMatch(/^:raised_hand: \*Taking it back needs approval\*\n/)
    expect(asked).toContain('Taking it back runs:\n```\nsystemctl start shop-api\n```\nApprovals are bound to sha256')
    expect(asked).toContain('0 of 1 approval. Still needed: 1 of Database administrator (Dora)')
    expect(buttonsOf(recovery, 'stop-writes')[0]).toEqual([
      'approve',
      expect.stringMatching(/^stop-writes undo @[0-9a-f]{16}$/),
      'Approve',
    ])
    recovery.story.ask({ type: 'approve-step', step: 'stop-writes', variant: 'undo' }, by('dora'))
    expect(messageOf(recovery, 'stop-writes')).toMatch(
      /^:hourglass_flowing_sand: \*Being taken back\* since 10:00 UTC\n/,
    )
    recovery.ends('stop-writes/undo/1', { ok: true, detail: reported() })
    expect(messageOf(recovery, 'stop-writes')).toContain(':leftwards_arrow_with_hook: *Taken back* at 10:00 UTC')
  })
})

describe('a step for people', () => {
  test('says what is to be done and by whom; then who did it', () => {
    const recovery = startRecovery()
    expect(messageOf(recovery, 'tell-vendor')).toBe(
      lines(
        ':large_blue_circle: *Ready*',
        '*Step 4 of 5 · Call the vendor*',
        'Technical lead (Tina) · 15 min allowed',
        'Call the hotline and ask for `ticket 42`.',
        'Give them our id.',
        '`tell-vendor` · as of 10:00 UTC',
      ),
    )
    recovery.story.ask({ type: 'start-step', step: 'tell-vendor' }, by('tina'))
    expect(messageOf(recovery, 'tell-vendor')).toMatch(
      /^:hourglass_flowing_sand: \*Running\* by Tina since 10:00 UTC, 15 min/,
    )
    const note = privately('they <!channel> call back')
    recovery.story.ask({ type: 'end-step', step: 'tell-vendor', ok: true, note }, by('tina'))
    expect(messageOf(recovery, 'tell-vendor')).toMatch(
      /^:white_check_mark: \*Done\* by Tina at 10:00 UTC: they &lt;!channel&gt; call back\n/,
    )
  })

  test('that failed or was left out says who says so and why', () => {
    const recovery = startRecovery()
    recovery.story.ask({ type: 'end-step', step: 'tell-vendor', ok: false, note: privately('no answer') }, by('tina'))
    expect(messageOf(recovery, 'tell-vendor')).toMatch(/^:x: \*Failed\*, says Tina: no answer\n/)
    recovery.story.ask({ type: 'skip-step', step: 'tell-vendor', reason: privately('not needed now') }, by('dora'))
    expect(messageOf(recovery, 'tell-vendor')).toMatch(/^:fast_forward: \*Skipped\* by Dora: not needed now\n/)
  })

  test('a decision has its question with a button for each option, and afterwards what was chosen by whom', () => {
    const recovery = startRecovery()
    expect(messageOf(recovery, 'how')).toContain(
      '*Restore in place or beside?*\n• In place, quicker\n• Beside, safer\n',
    )
    expect(buttonsOf(recovery, 'how')).toEqual([
      ['step', 'choose how in-place', 'In place, quicker'],
      ['step:2', 'choose how beside', 'Beside, safer'],
    ])
    const reason = privately('we have time')
    recovery.story.ask({ type: 'choose-option', step: 'how', option: 'beside', reason }, by('ivan'))
    expect(messageOf(recovery, 'how')).toMatch(/^:white_check_mark: \*Decided: Beside, safer\* by Ivan: we have time\n/)
    expect(messageOf(recovery, 'how')).toContain('• In place, quicker\n:ballot_box_with_check: Beside, safer\n')
  })
})

test('a step that waits says for what, and one that lacks a value for which', () => {
  const recovery = startRecovery()
  expect(messageOf(recovery, 'restore')).toMatch(/^:white_circle: \*Waiting\* for “Stop all writes”\n/)
  const values = { target: { kind: 'pattern', label: 'Name of the database', pattern: '[a-z]+' } }
  const lacking = untilRestore(recoveryPlan({}, { values }))
  expect(messageOf(lacking, 'restore')).toMatch(/^:pencil2: \*Needs a value\*: Name of the database\n/)
  expect(buttonsOf(lacking, 'restore')).toEqual([['step', 'value restore', 'Give the value']])
})

test('a drill is marked, and a step that only looks on in it says so and warns of nothing', () => {
  const recovery = startRecovery(recoveryPlan(), { declare: { mode: 'drill' } })
  const message = messageOf(recovery, 'restore')
  expect(message).toContain('*DRILL · Step 3 of 5 · Restore the backup*')
  expect(message).toContain(':eyes: *DRILL · it only looks on:* nothing of the system is changed')
  expect(message).not.toContain('Destructive')
  expect(textOf(recovery, 'restore')).toMatch(/^DRILL · Waiting/)
})

test('a long script is cut, and says by how many lines', () => {
  const script = Array.from({ length: 100 }, (_, n) => `echo line ${n + 1} of the script`).join('\n')
  const recovery = startRecovery(recoveryPlan({ 'stop-writes': { do: [{ command: script, shell: true }] } }))
  const message = messageOf(recovery, 'stop-writes')
  expect(message).toContain('```\nshell: echo line 1 of the script\n')
  expect(message).toMatch(/\n… \d+ more lines\n```\n/)
})

const BACKTICKS = '```'

test('nothing gets out of a code block or names anybody, whatever a program prints', () => {
  const recovery = untilRestore()
  approveRestore(recovery)
  const evil = `${BACKTICKS}\n<!channel> @channel <@U00000001> <https://evil.example|ok>\u202e\u0007 ${BACKTICKS}\``
  const detail = reported({
    actions: [{ what: privately(evil), ok: false, tookMs: 1, reason: privately(evil) }],
    tail: privately(evil),
    log: `https://x.example/${evil}`,
  })
  recovery.ends('restore/do/1', { ok: false, reason: evil, permanent: true, detail })
  const blocks = stepBlocks(recovery.view(), recovery.step('restore'), recovery.story.nowMs)
  const message = textsOf(blocks).join('\n')
  expect(message.match(/```/g)).toHaveLength(4)
  for (const live of ['<!channel', '<@U00000001', '<https://evil', '\u202e', '\u0007'])
    expect(message).not.toContain(live)
  for (const block of blocks.filter(({ type }) => type === 'section'))
    expect(block).toMatchObject({ text: { type: 'mrkdwn', verbatim: true } })
})

/** Text that is long, markup, or of characters that take two units. */
const wild = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .constantFrom('&', '<!channel>', '🚨', 'word ', '\n\n', '```', '`', '<@U00000001>', '\n```\n')
    .chain((piece) => fc.integer({ min: 0, max: 4_000 }).map((times) => piece.repeat(times))),
)
const moment = fc.integer({ min: T0 - 90 * 24 * 60 * MINUTE, max: T0 + 90 * 24 * 60 * MINUTE })
const some = <T>(entry: fc.Arbitrary<T>) => fc.array(entry, { maxLength: 40, size: 'max' })
const maybe = <T>(entry: fc.Arbitrary<T>) => fc.option(entry)
const person = fc.record({ id: wild, name: wild })
const result = fc.record({ what: wild, ok: fc.boolean(), tookMs: fc.nat(), exitCode: fc.nat(255), reason: wild })
const custodyEntry = fc.record({
  ...{ set: wild, store: wild, key: wild, sha256: wild },
  ...{ size: fc.nat(), madeAtMs: moment, verified: fc.boolean(), fetched: fc.boolean() },
})
const run = (variant: RunView['variant']): fc.Arbitrary<RunView> =>
  fc.record({
    ...{
      id: wild,
      variant: fc.constant(variant),
      digest: wild,
      reason: maybe(wild),
      tail: maybe(wild),
      log: maybe(wild),
      host: maybe(wild),
    },
    state: fc.constantFrom('requested', 'running', 'succeeded', 'failed', 'unknown', 'rejected', 'expired', 'void'),
    requested: fc.record({ atMs: moment, by: person }),
    ...{ startsMs: moment, expiresMs: maybe(moment), startedMs: maybe(moment), endedMs: maybe(moment) },
    approvals: some(fc.record({ person, atMs: moment })),
    approvalsMissing: fc.nat(5),
    approvers: maybe(wild),
    pretended: fc.boolean(),
    breakGlass: maybe(fc.record({ by: person, reason: wild })),
    ...{ cancelAskedBy: maybe(person), settledBy: maybe(person), outputBytes: maybe(fc.nat()) },
    ...{ rejectedBy: maybe(person), settledNote: maybe(wild), commands: maybe(some(wild)), tookMs: maybe(fc.nat()) },
    ...{ actions: some(result), checks: some(result), custody: some(custodyEntry) },
  })
const step: fc.Arbitrary<StepView> = fc.record({
  ...{ id: wild, title: wild, why: maybe(wild), phase: wild, number: maybe(fc.nat()), note: maybe(wild) },
  kind: fc.constantFrom('actions', 'manual', 'decision'),
  risk: fc.constantFrom('read', 'write', 'destructive'),
  owner: maybe(fc.record({ role: wild, label: wild, person: maybe(person) })),
  status: fc.constantFrom(
    ...(['waiting', 'ready', 'awaiting-approval', 'running', 'succeeded', 'failed', 'skipped', 'unknown'] as const),
  ),
  ...{ sinceMs: moment, budgetMs: maybe(fc.nat()), overBudget: fc.boolean(), openEnded: fc.boolean() },
  gate: fc.constantFrom('technical', 'business', null),
  ...{ waitsFor: some(wild), holdsUp: some(wild), by: maybe(person), instructions: maybe(wild), question: maybe(wild) },
  options: some(fc.record({ id: wild, label: wild })),
  settled: fc.boolean(),
  ...{ chosen: maybe(wild), commands: some(wild), runsOn: some(wild), dry: fc.boolean(), canUndo: maybe(wild) },
  approval: maybe(fc.record({ count: fc.integer({ min: 1, max: 5 }), who: wild })),
  doubt: maybe(
    fc.oneof(
      fc.record({ kind: fc.constant('older' as const), set: wild, madeAtMs: moment, newestMs: moment }),
      fc.record({ kind: fc.constant('in-outage' as const), set: wild, madeAtMs: moment, beganMs: moment }),
    ),
  ),
  ...{ run: maybe(run('do')), undo: maybe(run('undo')), dryRun: maybe(run('dry')) },
  actions: some(fc.record({ command: fc.constantFrom('approve' as const, 'step' as const), words: wild, label: wild })),
})

/** Those who can approve it, or watch the clock, are told of the same step. */
function directMessages(shown: View, wildStep: StepView, nowMs: number) {
  const runs = [wildStep.run, wildStep.undo].filter((one) => one !== null)
  const told: View = { ...shown, recovery: { ...shown.recovery!, steps: [wildStep], now: [wildStep.id] } }
  const clock = { kind: 'tell-clock', person: 'dora', clock: 'forecast', percent: 100, dueMs: nowMs } as const
  return [
    ...runs.map((one) => approvalMessage(told, wildStep, one, wildStep.commands)),
    clockMessage(told, clock, nowMs),
  ]
}

test('whatever the step holds, Slack takes its message, and none of it does anything', () => {
  const base: View = startRecovery().view()
  const property = fc.property(step, moment, wild, fc.boolean(), (wildStep, nowMs, id, isDrill) => {
    const shown: View = { ...base, id, mode: isDrill ? 'drill' : 'real' }
    const blocks = stepBlocks(shown, wildStep, nowMs, [id])
    const text = stepText(shown, wildStep)
    expect(messageRefusal('chat.update', { text, blocks })).toBeUndefined()
    expect(textsOf(blocks).join('').length).toBeLessThanOrEqual(STEP_CHARS_MAX)
    const direct = directMessages(shown, wildStep, nowMs)
    for (const message of direct) expect(messageRefusal('chat.postMessage', { ...message })).toBeUndefined()
    const sections = [...blocks, ...direct.flatMap((message) => message.blocks)]
      .filter(({ type }) => type === 'section' || type === 'context')
      .flatMap(textsOf)
    for (const shownText of [text, ...direct.map((message) => message.text), ...sections]) {
      expect(shownText.isWellFormed()).toBe(true)
      expect(shownText).not.toContain('<!channel>')
      expect(shownText).not.toContain('<@U00000001>')
      // Every fence that opens is closed, on lines of their own: nothing of a text is one.
      expect((shownText.match(/```/g) ?? []).length % 2).toBe(0)
      expect(shownText.match(/[^\n]```|```[^\n]/g)).toBeNull()
    }
  })
  fc.assert(property, { numRuns: 150, seed: 5 })
})
