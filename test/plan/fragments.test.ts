import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { SAMPLE } from './sample-plan.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-fragments-'))
  await mkdir(join(folder, 'shared'))
})
afterEach(() => rm(folder, { recursive: true }))

async function load(fragment: string, plan = SAMPLE): Promise<Awaited<ReturnType<typeof loadPlanFiles>>> {
  await writeFile(join(folder, 'shared', 'gdpr.yaml'), fragment)
  await writeFile(join(folder, 'shop.yaml'), `${plan}include: [gdpr]\n`)
  return loadPlanFiles(join(folder, 'shop.yaml'))
}

const GDPR = `compliance:
  gdpr: { standard: GDPR, demands: [{ text: Notify the authority, notifyWithin: 72 hours }] }
`

it('takes the parts of a fragment into the plan', async () => {
  const { plans, problems } = await load(GDPR)
  expect(problems).toEqual([])
  expect(plans[0]?.compliance.gdpr?.demands[0]).toMatchObject({ notifyWithin: 72 * 3_600_000 })
})

it('tells a problem in a fragment with its own file and line, and what it means for the plan', async () => {
  const { plans, problems } = await load(GDPR.replace('72 hours', 'soon'))
  expect(plans).toEqual([])
  expect(problems).toMatchObject([{ file: join(folder, 'shared', 'gdpr.yaml'), line: 2, rule: 'bad-time' }])
})

it('lets a fragment refer to the parts of the plan, and the plan to those of a fragment', async () => {
  const fragment = `cards:
  call: { title: Call, steps: [{ id: call, title: Call them, owner: lead, manual: Call }] }
`
  expect((await load(fragment)).problems).toEqual([])
  const { problems } = await load(fragment.replace('owner: lead', 'owner: nobody'))
  expect(problems).toMatchObject([
    { file: join(folder, 'shared', 'gdpr.yaml'), line: 2, message: 'there is no role "nobody"' },
  ])
})

it('overwrites nothing of the plan', async () => {
  const own = `${SAMPLE}compliance: { gdpr: { standard: Our own, demands: [{ text: Think }] } }\n`
  const { problems } = await load(GDPR, own)
  expect(problems).toMatchObject([
    { file: join(folder, 'shop.yaml'), path: 'compliance.gdpr', message: '"gdpr" is in the fragment "gdpr" already' },
  ])
})

it('refuses what plans cannot share, and says what they can', async () => {
  const { problems } = await load('severities: []\n')
  expect(problems).toMatchObject([
    { file: join(folder, 'shared', 'gdpr.yaml'), line: 1, message: '"severities" is nothing that plans can share' },
  ])
})

it('says which file is missing', async () => {
  await writeFile(join(folder, 'shop.yaml'), `${SAMPLE}include: [gone]\n`)
  const { problems } = await loadPlanFiles(join(folder, 'shop.yaml'))
  expect(problems).toMatchObject([
    {
      path: 'include[0]',
      message: 'there is no fragment "gone"',
      remedy: `write ${join(folder, 'shared', 'gone.yaml')}, or take it away`,
    },
  ])
})

it('tells what the YAML of a fragment has wrong, and does not call its parts missing', async () => {
  const { problems } = await load('compliance: [\n')
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ file: join(folder, 'shared', 'gdpr.yaml'), rule: 'yaml-syntax' })
})
