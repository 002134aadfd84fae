/** Lines on a real disk: a torn one is dropped, what was appended at once is there whole, and nobody else may read them. */
import { access, appendFile, readFile, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openLineFile } from '../../../src/engine/lifeboat/line-file.ts'
import { filesIn, takeSlot } from '../../../src/engine/lifeboat/slot.ts'
import { temporaryFolder } from '../../sim/surroundings.ts'

interface Line {
  n: number
}
const NOW = Date.now()
const someFile = () => path.join(temporaryFolder(), 'lifeboat', '1', 'record.jsonl')

test('a line that a crash tore in half is dropped, and what comes after goes on behind the whole ones', async () => {
  const name = someFile()
  const first = await openLineFile<Line>(name)
  await Promise.all([first.append([{ n: 1 }]), first.append([{ n: 2 }, { n: 3 }])])
  await first.close()
  expect((await stat(name)).mode & 0o777).toBe(0o600)
  await appendFile(name, '{"n":4')

  const second = await openLineFile<Line>(name)
  expect(second.found).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  await second.append([{ n: 5 }])
  await second.close()
  expect(await readFile(name, 'utf8')).toBe('{"n":1}\n{"n":2}\n{"n":3}\n{"n":5}\n')
})

test('replaced, it has the new lines alone, and takes more', async () => {
  const name = someFile()
  const file = await openLineFile<Line>(name)
  await file.append([{ n: 1 }])
  await file.replace([{ n: 7 }])
  await file.append([{ n: 8 }])
  await file.close()
  expect((await stat(name)).mode & 0o777).toBe(0o600)
  expect((await openLineFile<Line>(name)).found).toEqual([{ n: 7 }, { n: 8 }])
})

test('two processes on one data directory have a folder each; one with a record is taken first', async () => {
  const parent = path.join(temporaryFolder(), 'lifeboat')
  const [one, two] = [await takeSlot(parent, NOW), await takeSlot(parent, NOW)]
  expect([one, two].map(({ dir }) => path.basename(dir))).toEqual(['1', '2'])
  const record = await openLineFile<Line>(filesIn(two.dir).record)
  await record.append([{ n: 1 }])
  await record.close()
  await one.release()
  await two.release()
  const again = await takeSlot(parent, NOW)
  expect(path.basename(again.dir)).toBe('2')
  await again.release()
})

test('the newest copy is gone on from, what nobody uses is removed, and one of long ago is not gone on from', async () => {
  const parent = path.join(temporaryFolder(), 'lifeboat')
  const slots = [await takeSlot(parent, NOW), await takeSlot(parent, NOW), await takeSlot(parent, NOW)]
  const copies = slots.map(({ dir }) => filesIn(dir).copy)
  const hoursOld = async (file: string, hours: number) => {
    const at = NOW / 1_000 - hours * 3_600
    await utimes(file, at, at)
  }
  const isThere = (file: string) =>
    access(file).then(
      () => true,
      () => false,
    )
  for (const [n, file] of copies.entries()) {
    await (await openLineFile<Line>(file)).close()
    await hoursOld(file, 3 - n)
  }
  for (const { release } of slots.slice(1)) await release()

  const newest = await takeSlot(parent, NOW)
  expect(path.basename(newest.dir)).toBe('3')
  expect(newest.copyWrittenMs).toBeCloseTo(NOW - 3_600_000, -2)
  expect(await Promise.all(copies.map(isThere))).toEqual([true, false, true])
  await newest.release()

  await hoursOld(copies[2] ?? '', 25)
  const tooOld = await takeSlot(parent, NOW)
  expect([path.basename(tooOld.dir), await isThere(copies[2] ?? '')]).toEqual(['3', false])
  expect(tooOld.copyWrittenMs).toBeUndefined()
  await tooOld.release()
  await slots[0]?.release()
})
