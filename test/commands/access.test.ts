/** Who may do what: every command with every kind of caller, every act of every core, and whoever has left the plan or lost a role. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INCIDENT_ACTS, LOOKING, SHOWING, SYSTEM_ACTS, WATCH_ACTS } from '../../commands/acts.ts'
import { COMMANDS_OF_ONE, commands, createRunner } from '../../commands/registry.ts'
import type { IncidentCommand } from '../../src/incident/commands.ts'
import type { Actor } from '../../src/plan/actor.ts'
import { COMMAND_GROUPS, PERMISSION_GROUPS, type PermittedCommand } from '../../src/plan/permission-names.ts'
import { mayDo, permittedTo, type Wanted } from '../../src/plan/permissions.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { SystemCommand } from '../../src/readiness/commands.ts'
import type { WatchCommand } from '../../src/readiness/watch/commands.ts'
import { approved, byHand, look, recoveryPlan } from '../incident/recovery/recovery-plan.ts'
import { testPlan, testPlanInput } from '../incident/test-plan.ts'
import { by, type Desk, openDesk } from './desk.ts'

const INCIDENT = 'DR-20261205-1000'
const GROUPS = Object.keys(PERMISSION_GROUPS)
const everything = (who: unknown) => Object.fromEntries(GROUPS.map((group) => [group, who]))

/** Every door and every standing that somebody may have there. */
const CALLERS: Record<string, Actor> = {
  stranger: { id: 'slack:U0STRANGER', via: 'slack' },
  'somebody who claims to be Olga from another Slack account': { id: 'slack:U0OTHER', via: 'slack', person: 'olga' },
  'the console without a name': { id: 'console', via: 'console' },
  'the command line without a name': { id: 'cli', via: 'cli' },
  'nobody by text message': { id: 'phone', via: 'sms' },
  'nobody by mail': { id: 'mail', via: 'email', person: 'nobody' },
  'a stranger in PagerDuty': { id: 'pagerduty:PSTRANGE', via: 'pagerduty' },
  'Olga, on call': by('olga'),
  'Olga at the console': { id: 'console:olga', via: 'console', person: 'olga' },
  'Olga on the command line': { id: 'cli:olga', via: 'cli', person: 'olga' },
  'Ivan, commander': by('ivan'),
}
const personOf = (name: string) => (/^Olga/.test(name) ? 'olga' : /^Ivan/.test(name) ? 'ivan' : undefined)
const hasToken = (name: string) => /without a name/.test(name)

const SETTINGS: Record<string, { plan: Plan; may: (person: string | undefined, wanted: Wanted) => boolean }> = {
  'a plan that says nothing': {
    plan: testPlan(),
    may: (person, wanted) => person !== undefined || wanted === 'look' || wanted === 'declare' || isLook(wanted),
  },
  'a plan that is for its commander': {
    plan: testPlan({ plan: { permissions: everything({ roles: ['commander'] }) } }),
    may: (person) => person === 'ivan',
  },
  'a plan that names a person for one command': {
    plan: testPlan({
      plan: { permissions: { ...everything({ people: ['ivan'] }), commands: { ack: { people: ['olga'] } } } },
    }),
    may: (person, wanted) => (wanted === 'ack' ? person === 'olga' : person === 'ivan'),
  },
}
const isLook = (wanted: Wanted) => wanted in COMMAND_GROUPS && COMMAND_GROUPS[wanted as PermittedCommand] === 'look'

/** What it takes to run a command at all, said in the test's own words. */
function wantedFor(name: PermittedCommand): Wanted[] {
  if (LOOKING.has(name)) return ['look', name]
  return SHOWING.has(name) ? ['read', name] : [name]
}

test('every command belongs to a group of permissions, and every group is of use', () => {
  expect(Object.keys(COMMAND_GROUPS).sort()).toEqual(commands.map(({ name }) => name).sort())
  const used = new Set<string>(['look', 'read', ...Object.values(COMMAND_GROUPS)])
  expect(GROUPS.filter((group) => !used.has(group))).toEqual([])
})

test.each(Object.entries(SETTINGS))('%s: all commands, all callers', async (_, { plan, may }) => {
  const desk = await openDesk(plan)
  await desk.services.declare(
    {
      ...{ planId: 'shop', scenario: null, severity: 'critical', mode: 'real', seen: 'x', outageStartMs: null },
      ...{ components: [], separate: false },
    },
    { by: { id: 'system', via: 'system' }, atMs: desk.clock.now(), key: 'declared' },
  )
  await desk.engine.settle()
  for (const [caller, actor] of Object.entries(CALLERS)) {
    for (const { name } of commands) {
      const wanted = wantedFor(name as PermittedCommand)
      const byToken = (one: Wanted) => hasToken(caller) && one === 'read' && permittedTo(plan, 'read') === 'people'
      // PagerDuty has its own list of who is in the service.
      const byPagerDuty = (one: Wanted) =>
        /PagerDuty/.test(caller) && one === 'ack' && permittedTo(plan, one) === 'people'
      const expected = wanted.some((one) => may(personOf(caller), one) || byToken(one) || byPagerDuty(one))
      const before = (await desk.services.events(INCIDENT)).length
      const request = { by: actor, atMs: desk.clock.now(), incident: INCIDENT }
      const why = await desk.services.mayRun(name, request)
      expect(why === undefined, `${caller}: ${name}: ${why}`).toBe(expected)
      if (expected) continue
      const reply = await desk.type(name, { by: actor, incident: INCIDENT })
      expect(reply, `${caller}: ${name}`).toMatchObject({ ok: false, text: why })
      expect(reply.text).toMatch(/^`\/dr [a-z]+` is for .+ of the plan of Shop(; [^.]+)?\.$/)
      expect(await desk.services.events(INCIDENT)).toHaveLength(before)
    }
  }
})

test('every act of every core is refused to whoever may not, by every door, and changes nothing', async () => {
  const desk = await openDesk(testPlan({ plan: { permissions: everything({ roles: ['commander'] }) } }))
  await declareAs(desk, 'ivan')
  const before = (await desk.services.events(INCIDENT)).length
  const held = await desk.services.system()
  for (const [caller, actor] of Object.entries(CALLERS)) {
    if (personOf(caller) === 'ivan') continue
    const about = { atMs: desk.clock.now(), by: actor, planId: 'shop' }
    for (const [type, act] of Object.entries(INCIDENT_ACTS)) {
      if (act === 'sign') continue
      const asked = await desk.services.ask(
        INCIDENT,
        { ...about, type } as unknown as IncidentCommand,
        `${caller}${type}`,
      )
      expect(asked, `${caller}: ${type}`).toMatchObject({ ok: false, why: expect.stringMatching(/ is for /) })
    }
    for (const type of Object.keys(SYSTEM_ACTS)) {
      const asked = await desk.services.askSystem({ ...about, type } as unknown as SystemCommand, `${caller}${type}`)
      expect(asked, `${caller}: ${type}`).toMatchObject({ ok: false, why: expect.stringMatching(/ is for /) })
    }
    for (const type of Object.keys(WATCH_ACTS)) {
      const asked = await desk.services.askWatch(
        'shop',
        { ...about, type } as unknown as WatchCommand,
        `${caller}${type}`,
      )
      expect(asked, `${caller}: ${type}`).toMatchObject({ ok: false, why: expect.stringMatching(/ is for /) })
    }
    expect(await desk.services.reloadPlans(true, about)).toMatchObject({ refused: expect.stringMatching(/ is for /) })
  }
  expect(await desk.services.events(INCIDENT)).toHaveLength(before)
  expect(await desk.services.system()).toEqual(held)
})

test('whoever has left the plan may do nothing in an incident that knows them still, by no door', async () => {
  const desk = await openDesk(testPlan())
  await declareAs(desk, 'ivan')
  await takeIntoForce(desk, without('olga'))
  for (const actor of [
    by('olga'),
    CALLERS['Olga at the console']!,
    { person: 'olga', id: 'phone', via: 'sms' as const },
  ]) {
    const command = { type: 'acknowledge', by: actor, person: 'olga', atMs: desk.clock.now() } as const
    expect(await desk.services.ask(INCIDENT, command, `left/${actor.id}`)).toEqual({
      ok: false,
      why: '`/dr ack` is for people of the plan of Shop; you are not in that plan any more.',
    })
    expect((await desk.type('step', { by: actor, incident: INCIDENT })).text).toContain(
      'you are not in that plan any more',
    )
  }
  const inPagerDuty: Actor = {
    person: 'olga',
    id: `pagerduty:${testPlanInput.people.olga.pagerduty}`,
    via: 'pagerduty',
  }
  const command = { type: 'acknowledge', by: inPagerDuty, person: 'olga', atMs: desk.clock.now() } as const
  expect((await desk.services.ask(INCIDENT, command, 'left/pagerduty')).ok).toBe(false)
  expect((await desk.type('ack', { by: by('otto') })).ok).toBe(true)
})

test('whoever has lost a role approves nothing by it any more, though the incident is pinned to the plan that gave it', async () => {
  const steps = [look('see'), approved('wipe', { roles: ['dba'] }), byHand('call', { needs: [] })]
  const old = recoveryPlan({ steps })
  const desk = await openDesk(old)
  await declareAs(desk, 'ivan')
  await desk.type('step start wipe')
  const roles = { ...old.roles, dba: { ...old.roles.dba!, holders: ['tina'] } }
  await takeIntoForce(desk, { ...old, roles })
  const refused = await desk.type('approve wipe', { by: by('dora') })
  expect(refused).toMatchObject({ ok: false, text: expect.stringContaining('You cannot approve') })
  await takeIntoForce(desk, old)
  expect((await desk.type('approve wipe', { by: by('dora') })).text).toContain('Approved')
})

test('a plan that was retired still says who, in what it began', async () => {
  const desk = await openDesk(testPlan())
  await declareAs(desk, 'ivan')
  desk.files.plans = [testPlan({ plan: { id: 'other', people: { ...testPlanInput.people } } })]
  await desk.services.reloadPlans(true)
  expect(Object.keys(await desk.services.plans())).toEqual(['other'])
  expect((await desk.type('ack', { by: by('olga') })).ok).toBe(true)
  expect((await desk.type('ack', { by: CALLERS.stranger! })).ok).toBe(false)
})

test('who stands in for a holder, and who was given the role in the incident, holds it', async () => {
  const desk = await openDesk(testPlan({ plan: { permissions: { end: { roles: ['commander'] } } } }))
  await declareAs(desk, 'ivan')
  expect((await desk.type('cancel it was nothing', { by: by('tina') })).text).toBe(
    '`/dr cancel` is for Incident commander (Ivan) of the plan of Shop.',
  )
  await desk.type('role commander @tina', { by: by('ivan') })
  await desk.type('cover @ivan by @otto for 2 h', { by: by('ivan') })
  for (const who of ['tina', 'otto'] as const)
    expect(await desk.services.mayRun('cancel', { by: by(who), atMs: desk.clock.now(), incident: INCIDENT })).toBe(
      undefined,
    )
  expect((await desk.type('cancel it was nothing', { by: by('otto') })).ok).toBe(true)
})

test('one person who asks too much waits, and nobody else does', async () => {
  const desk = await openDesk(testPlan())
  const run = createRunner(desk.services, () => 0)
  const ask = (actor: Actor) => run('help', { by: actor, atMs: 0, words: '', key: 'k', canShowForm: false })
  for (let n = 0; n < COMMANDS_OF_ONE.burst; n++) expect((await ask(by('olga'))).ok).toBe(true)
  expect(await ask(by('olga'))).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^Too many commands of yours .* 1 s\.$/),
  })
  expect((await ask(by('otto'))).ok).toBe(true)
})

test('somebody of one plan does nothing in the incident of another', async () => {
  const bank = testPlan({ plan: { id: 'bank', system: { name: 'Bank' } } })
  const desk = await openDesk({ ...bank, people: { ivan: bank.people.ivan! } }, testPlan())
  await desk.type('declare bank critical the ledger is gone', { by: by('ivan') })
  expect((await desk.type(`note ${INCIDENT} I was here`)).text).toBe(
    '`/dr note` is for people of the plan of Bank; you are not in that plan.',
  )
})

/** `anyone` lets in whom `people` lets in, `people` whom a list does; nobody outside the plan passes but for `anyone`; a command's own word counts. */
test('permissions only ever narrow', () => {
  const people = Object.keys(testPlanInput.people)
  const who = fc.oneof(
    fc.constantFrom('anyone' as const, 'people' as const),
    fc.record({
      roles: fc.subarray(Object.keys(testPlanInput.roles)),
      people: fc.subarray(people),
    }),
  )
  const wish = fc.constantFrom<Wanted>('look', 'read', ...(Object.keys(COMMAND_GROUPS) as PermittedCommand[]))
  fc.assert(
    fc.property(
      who,
      wish,
      fc.constantFrom(undefined, 'nobody', '__proto__', ...people),
      (permitted, wanted, person) => {
        const base = testPlan()
        const withThat = (one: typeof permitted): Plan => ({
          ...base,
          permissions: { ...base.permissions, ...everything(one), commands: {} } as Plan['permissions'],
        })
        const allowed = (one: typeof permitted) => mayDo(withThat(one), wanted, { person })
        if (allowed(permitted)) expect(permitted === 'anyone' || allowed('people')).toBe(true)
        expect(allowed('anyone')).toBe(true)
        const isKnown = person !== undefined && people.includes(person)
        expect(allowed('people')).toBe(isKnown)
        if (!isKnown && permitted !== 'anyone') expect(allowed(permitted)).toBe(false)
      },
    ),
  )
})

const without = (person: string): Plan => {
  const { [person as 'olga']: _left, ...people } = testPlanInput.people
  const roles = { ...testPlanInput.roles, 'on-call': { label: 'On-call engineer', holders: ['otto'] } }
  return testPlan({ plan: { people, roles } })
}

async function takeIntoForce(desk: Desk, plan: Plan) {
  desk.files.plans = [plan]
  await desk.services.reloadPlans(true)
}

const declareAs = (desk: Desk, who: Parameters<typeof by>[0]) =>
  desk.type('declare database-corruption critical queries fail', { by: by(who) })
