/** The plan that `muster init` writes runs in the sandbox as it is: whoever is on call is paged, answers, works through the steps, and it ends. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runInit } from '../../src/cli/init-command.ts'
import { type Desk, openDesk } from './desk.ts'

let folder: string
let desk: Desk
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-first-plan-'))
  const file = path.join(folder, 'shop.yaml')
  const said = { name: 'Web shop', rto: '4 hours', rpo: '1 hour', people: ['Ana Ames', 'Ben Burr', 'Cleo Cole'] }
  const ignore = () => undefined
  const around = { terminal: null, muster: 'muster', write: ignore, complain: ignore }
  expect(await runInit(file, { ...said, scenario: ['Database corruption'] }, around)).toBe(0)
  desk = await openDesk({ plans: [file] })
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true })
})

test('from the declaration to the end', async () => {
  const { id } = await desk.declare('cleo-cole', 'web-shop database-corruption orders look wrong')
  await desk.advance('1m')
  expect(await desk.page('ana-ames', id)).toBeDefined()
  await desk.console('ana-ames', `ack ${id}`)
  for (const step of ['look', 'restore']) await desk.console('ana-ames', `step ${id} done ${step}`)
  await desk.console('ana-ames', `step ${id} done answers`)
  await desk.console('cleo-cole', `status ${id} monitoring`)
  await desk.console('cleo-cole', `step ${id} done data-there`)
  await desk.console('cleo-cole', `resolve ${id} all is back`)
  const { view } = await desk.incident(id)
  expect(view.phase).toBe('resolved')
  expect(view.recovery?.steps.map(({ status }) => status)).toEqual(Array(4).fill('succeeded'))
})
