/** Whether there can be a lifeboat, and whether something waits in one. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lifeboat } from '../../src/doctor/lifeboat.ts'
import { temporaryFolder } from '../sim/surroundings.ts'
import { findingsOf, subjectOf } from './patient.ts'

test('a folder that can be made is fine, a file in its place is an error, a record that waits is told', async () => {
  const dataDir = temporaryFolder()
  const examined = () => findingsOf(lifeboat, subjectOf({ dataDir }))
  expect(await examined()).toMatchObject([{ level: 'ok' }])
  mkdirSync(path.join(dataDir, 'lifeboat', '2'), { recursive: true })
  writeFileSync(path.join(dataDir, 'lifeboat', '2', 'record.jsonl'), '')
  expect(await examined()).toMatchObject([{ level: 'ok' }])
  writeFileSync(path.join(dataDir, 'lifeboat', '2', 'record.jsonl'), '{}\n')
  expect(await examined()).toMatchObject([
    { level: 'warning', what: expect.stringContaining('2/record.jsonl') },
    { level: 'ok' },
  ])

  const file = path.join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const broken = await findingsOf(lifeboat, subjectOf({ dataDir: file }))
  expect(broken).toMatchObject([{ level: 'error', remedy: expect.stringContaining('MUSTER_DATA_DIR') }])
})
