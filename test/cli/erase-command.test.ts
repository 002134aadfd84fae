/** `muster erase`: nothing without a yes, a record of it, whole chains, and archives that were made before are named. */
import { expect, test } from 'vitest'
import { type EraseOptions, runErase } from '../../src/cli/erase-command.ts'
import { rememberExport } from '../../src/cli/evidence-commands.ts'
import { verify } from '../../src/cli/journal-commands.ts'
import type { Whose } from '../../src/evidence/erase.ts'
import type { Desk } from '../commands/desk.ts'
import { archiveOf, DAY, eventfulDesk, filesOf, verdictOn } from '../evidence/archives.ts'

async function erase(desk: Desk, whose: Whose, confirmed: boolean) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const by = { id: 'cli:root', via: 'cli' } as const
  const random = () => '00'
  const options: EraseOptions = { whose, confirmed, atMs: desk.clock.now(), by, random, write, complain: write }
  return { code: await runErase(desk.storage, options), out }
}

const facts = async (desk: Desk) => (await desk.engine.events('system')).map(({ type, ...rest }) => ({ type, ...rest }))

test('without a yes it says what would go, and all is as it was', async () => {
  const desk = await eventfulDesk()
  const { code, out } = await erase(desk, { subject: 'olga' }, false)
  expect(code).toBe(1)
  expect(out).toMatch(/^3 texts of olga in 2 streams, and name and addresses .* say --yes to do it\.\n$/)
  expect((await desk.type('timeline DR-20261205-1000')).text).toContain('Jane Roe')
  expect(await facts(desk)).toEqual([])
})

test('with a yes the texts are gone, the chains are whole, and the journal says so', async () => {
  const desk = await eventfulDesk()
  expect(await erase(desk, { subject: 'olga' }, true)).toEqual({
    code: 0,
    out: '3 texts of olga are erased. The chains are whole.\n',
  })
  expect(await verify(desk.storage, { json: true, write: () => {} })).toBe(0)
  expect((await desk.type('timeline DR-20261205-1000')).text).not.toContain('Jane Roe')
  expect(await facts(desk)).toMatchObject([
    { type: 'texts-erased', subject: 'olga', texts: 3, plans: 0, why: 'asked', by: { id: 'cli:root' } },
  ])
  expect((await erase(desk, { subject: 'olga' }, true)).code).toBe(1)
  expect(await facts(desk)).toHaveLength(1)
  // The engine goes on with the stream as if it had written the fact itself.
  await desk.type('hold while we look')
  expect((await facts(desk)).map(({ type }) => type)).toEqual(['texts-erased', 'held'])
})

test('of one incident what was written there goes, and nothing else', async () => {
  const desk = await eventfulDesk()
  expect((await erase(desk, { stream: 'DR-20261205-1000' }, true)).out).toMatch(
    /^2 texts in DR-20261205-1000 are erased/,
  )
  const whole = filesOf((await archiveOf({ storage: desk.storage }, { ...DAY, texts: true })).bytes)
  expect([...whole.values()].join()).toContain('we practise')
  expect((await erase(desk, { stream: 'DR-1' }, true)).out).toContain('There is no stream DR-1')
})

test('archives that were made before are named, and marked in the journal and in the next archive', async () => {
  const desk = await eventfulDesk()
  const made = { ...DAY, texts: true, manifest: 'a'.repeat(64), atMs: desk.clock.now() }
  await rememberExport(desk.storage, made)
  await rememberExport(desk.storage, { ...made, since: '2026-01-01', until: '2026-01-31', manifest: 'b'.repeat(64) })
  await rememberExport(desk.storage, { ...made, texts: false, manifest: 'c'.repeat(64) })
  expect((await erase(desk, { stream: 'DR-20261205-1000' }, false)).out).toContain('2026-12-05 to 2026-12-05')
  const { out } = await erase(desk, { stream: 'DR-20261205-1000' }, true)
  expect(out).toContain(`manifest ${'a'.repeat(64)}\n`)
  expect(out).not.toMatch(/b{64}|c{64}/)
  const { bytes } = await archiveOf({ storage: desk.storage }, { ...DAY, texts: true })
  expect((await verdictOn(bytes)).findings).toEqual([])
  const erasures = JSON.parse(filesOf(bytes).get('registers/erasures.json')!)
  expect(erasures).toMatchObject([
    ...[{ what: 'evidence-exported' }, { what: 'evidence-exported' }, { what: 'evidence-exported' }],
    { what: 'texts-erased', details: { stream: 'DR-20261205-1000', archives: ['a'.repeat(64)] } },
  ])
})

test('a name goes from plans that nobody uses any more, and stays where somebody may have to be paged', async () => {
  const desk = await eventfulDesk()
  const old = { ...desk.files.plans[0]!, version: '0.9' }
  await desk.storage.setCurrentPlan('shop', 'old', old)
  await desk.storage.setCurrentPlan('shop', 'new', desk.files.plans[0]!)
  const { out } = await erase(desk, { subject: 'olga' }, true)
  expect(out).toBe('3 texts of olga are erased, and from 1 kept plan. The chains are whole.\n')
  expect((await desk.storage.plan('old'))?.people.olga).toEqual({ name: '[erased]' })
  expect((await desk.storage.plan('new'))?.people.olga?.phone).toBe('+14155550101')
})
