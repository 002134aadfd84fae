/** Whatever is typed after /dr, put into a form or carried by a button: a sentence comes back, nothing is thrown, and a stranger's words have no effect. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commands } from '../../commands/registry.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { by, openDesk } from './desk.ts'
import { shop } from './plans.ts'

const word = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<@U000000001|x>',
    '<#C1|dr>',
    '@here',
    '`',
    '```',
    '*',
    '<https://evil.example|Runbook>',
    '\u001b[2J',
    '\u202e',
    '{{ x }}',
    '{% for %}',
  ),
  fc.constantFrom(
    'DR-20261205-1000',
    'DR-99999999-9999',
    'critical',
    'all',
    'show',
    '--help',
    '__proto__',
    'constructor',
    '-1',
    '1e309',
    'shop',
    'me',
  ),
  fc.string({ maxLength: 12 }),
)
const words = fc.array(word, { maxLength: 6 }).map((all) => all.join(' '))
const command = fc.constantFrom(...commands.map(({ name }) => name).filter((name) => name !== 'rehearse'))
const values = fc.option(
  fc.dictionary(
    fc.constantFrom('text', 'reason', 'person', 'plan', 'severity', 'from', 'until', 'step', 'do', '__proto__'),
    words,
  ),
)

test('any command with any words, by anybody', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption critical queries fail')
  const stranger = { id: 'slack:U0STRANGER', via: 'slack' as const }
  await fc.assert(
    fc.asyncProperty(command, words, values, fc.boolean(), async (name, typed, form, known) => {
      const before = (await desk.services.events('DR-20261205-1000')).length
      const incidents = (await desk.services.incidents({ all: true })).length
      const reply = await desk.type(`${name} ${typed}`, {
        by: known ? by('olga') : stranger,
        canShowForm: true,
        ...(form && { values: form, words: typed }),
      })
      expect(reply.text.trim()).not.toBe('')
      expect(reply.text).not.toMatch(/\[object Object\]|TypeError|\bNaN\b/)
      // What a stranger may do is declare, and nothing else.
      if (known || (await desk.services.incidents({ all: true })).length > incidents) return
      const after = await desk.services.events('DR-20261205-1000')
      expect(
        after
          .slice(before)
          .filter(({ by: who }) => who.id === stranger.id && who.person === undefined)
          .map(({ type }) => type),
      ).toEqual(after.slice(before).some(({ type }) => type === 'declaration-joined') ? ['declaration-joined'] : [])
    }),
    {
      numRuns: 150,
      // What every object has is no word of a command.
      examples: [
        ['step', '__proto__', null, true],
        ['step', 'constructor', null, true],
      ],
    },
  )
}, 60_000)

test('words that every object knows name nothing of a plan', async () => {
  const desk = await openDesk(planSchema.parse({ ...testPlanInput, components: { mail: { label: 'Mail' } } }))
  const said = async (...typed: Parameters<typeof desk.type>) => (await desk.type(...typed)).text
  expect(await said('plan constructor')).toBe('A plan cannot "constructor": say `/dr plan show`.')
  expect(await said('declare', { values: { plan: 'shop', components: 'constructor' } })).toMatch(
    'no component "constructor"',
  )
  expect(await said('readiness reached constructor slack')).toMatch('with the plan that you were asked about')
})
