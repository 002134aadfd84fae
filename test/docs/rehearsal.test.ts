/** docs/rehearsal.md has every option and fault that there is, and the figures that are assumed. */
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { expect, it } from 'vitest'
import { addRehearse } from '../../src/cli/rehearse-options.ts'
import { formatDuration } from '../../src/plan/length.ts'
import * as assumed from '../../src/rehearsal/assumptions.ts'
import { PERSON_FAULTS, SERVICE_FAULTS, SERVICES, STEP_FAULTS } from '../../src/rehearsal/faults.ts'

const page = readFileSync('docs/rehearsal.md', 'utf8')
const partOf = (title: string) => page.split('\n## ').find((part) => part.startsWith(`${title}\n`))!

it('has every option of the command, and no other', () => {
  const program = new Command()
  addRehearse(program, { write: () => {}, complain: () => {} })
  const flags = program.commands[0]!.options.map(({ long }) => long!)
  const named = [...partOf('Options').matchAll(/^\| (`--.*?) \|/gm)].flatMap(([, cell]) => cell!.match(/--[a-z-]+/g)!)
  expect(named.toSorted()).toEqual(flags.toSorted())
})

it('has every fault', () => {
  const part = partOf('Faults')
  for (const name of [...SERVICES, ...SERVICE_FAULTS, ...PERSON_FAULTS, ...STEP_FAULTS])
    expect(part).toContain(`\`${name}\``)
})

it.each([
  ['to their answer', assumed.ANSWER.medianMs],
  ['asked for an approval', assumed.PRESENT_ANSWER.medianMs],
  ['its button is pressed', assumed.PRESS.medianMs],
  ['look at a failure', assumed.LOOK.medianMs],
  ['woken by a call', assumed.WOKEN_ANSWER.medianMs],
  ['paged by hand', assumed.PAGE_APPROVERS_MS],
  ['only a person can tell', assumed.TELL_BY_HAND.medianMs],
  ['only a person can answer', assumed.QUESTION.medianMs],
  ['a decision, manual work', assumed.STEP_MS.decision],
  ['reads, writes, destroys', assumed.STEP_MS.read],
])('assumes %s as the program does', (what, ms) => {
  const row = partOf('What is assumed')
    .split('\n')
    .find((line) => line.includes(what))!
  expect(row.split(' | ')[1]).toContain(formatDuration(ms))
})
