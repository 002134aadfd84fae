/** The plans in force follow their files, and no accident with the files takes a plan away. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../src/engine/logger.ts'
import { createMemoryStorage } from '../../src/engine/memory-storage.ts'
import { openPlanRegistry } from '../../src/engine/plan-registry.ts'
import { SAMPLE, varied } from '../plan/sample-plan.ts'

let folder: string
const storage = () => createMemoryStorage(() => {})
const inForce = async (registry: Awaited<ReturnType<typeof openPlanRegistry>>) => Object.keys(await registry.current())
const save = (name: string, text: string) => writeFile(join(folder, name), text)
const remove = (name: string) => rm(join(folder, name))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-registry-'))
  await save('shop.yaml', SAMPLE)
  await save('bank.yaml', varied(['id: shop', 'id: bank']))
})
afterEach(() => rm(folder, { recursive: true }))

test('a plan whose file is gone is told of, and retired by a reload only', async () => {
  const registry = await openPlanRegistry({ storage: storage(), paths: [folder], logger: silentLogger })
  await remove('bank.yaml')
  const change = { plan: 'bank', changes: ['no file has it any more'] }
  expect(await registry.reload(false)).toEqual({ changes: [change], problems: [] })
  expect(await inForce(registry)).toEqual(['bank', 'shop'])
  expect(await registry.reload(true)).toEqual({ changes: [change], problems: [] })
  expect(await inForce(registry)).toEqual(['shop'])
  expect(await registry.reload(true)).toEqual({ changes: [], problems: [] })
})

test('while any file is broken nothing is retired: it may be that very plan', async () => {
  const registry = await openPlanRegistry({ storage: storage(), paths: [folder], logger: silentLogger })
  await remove('bank.yaml')
  await save('shop.yaml', 'id: [')
  const { changes, problems } = await registry.reload(true)
  expect(changes).toEqual([])
  expect(problems.length).toBeGreaterThan(0)
  expect(await inForce(registry)).toEqual(['bank', 'shop'])
})

test('an empty folder retires nothing, at a reload and at a start, and is complained of', async () => {
  const kept = storage()
  const registry = await openPlanRegistry({ storage: kept, paths: [folder], logger: silentLogger })
  await remove('bank.yaml')
  await remove('shop.yaml')
  const why = `there is no plan file in ${folder}; put the plans there, or correct MUSTER_PLANS`
  expect(await registry.reload(true)).toEqual({ changes: [], problems: [why] })
  const complaints: object[] = []
  const logger = { ...silentLogger, error: (detail: object) => complaints.push(detail) }
  const again = await openPlanRegistry({ storage: kept, paths: [folder], logger })
  expect(complaints).toEqual([{ problem: why }])
  expect(await inForce(again)).toEqual(['bank', 'shop'])
})

test('with nothing in force and no file there is nothing to run', async () => {
  await remove('bank.yaml')
  await remove('shop.yaml')
  await expect(openPlanRegistry({ storage: storage(), paths: [folder], logger: silentLogger })).rejects.toThrow(
    `There is no plan to run:\nthere is no plan file in ${folder}`,
  )
})

test('the log says which plans are in force, at the start, after a reload, and when files are broken; of none it says nothing', async () => {
  const said: string[] = []
  const say = (_: object, message: string) => void said.push(message)
  const logger = { info: say, warn: say, error: say }
  await save('bank.yaml', `${varied(['id: shop', 'id: bank'])}\ndraft: true\n`)
  const kept = storage()
  const registry = await openPlanRegistry({ storage: kept, paths: [folder], logger })
  expect(said.splice(0)).toEqual(['In force: bank (draft), shop'])
  await remove('bank.yaml')
  await registry.reload(false)
  expect(said).toEqual([])
  await registry.reload(true)
  expect(said.splice(0)).toEqual(['In force: shop'])
  await save('shop.yaml', 'id: [')
  await openPlanRegistry({ storage: kept, paths: [folder], logger })
  expect(said.splice(0).slice(-2)).toEqual([
    'the plan files cannot all be taken; the last good plans stay in force: shop',
    'In force: shop',
  ])
  await expect(openPlanRegistry({ storage: storage(), paths: [folder], logger })).rejects.toThrow(
    'There is no plan to run',
  )
  expect(said).toEqual([])
})
