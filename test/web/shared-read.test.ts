import { expect, test } from 'vitest'
import { sharedRead } from '../../src/web/status/shared-read.ts'

/** A read that counts its starts and ends when told. */
function slowRead() {
  const ends: (() => void)[] = []
  let starts = 0
  const read = sharedRead(() => {
    const number = ++starts
    return new Promise<number>((resolve) => ends.push(() => resolve(number)))
  })
  return { read, ends, starts: () => starts }
}

test('whoever comes during a read shares the next one, however many they are', async () => {
  const { read, ends, starts } = slowRead()
  const first = read()
  const later = [read(), read(), read()]
  expect(starts()).toBe(1)
  ends[0]!()
  expect(await first).toBe(1)
  await expect.poll(() => starts()).toBe(2)
  const last = read()
  ends[1]!()
  expect(await Promise.all(later)).toEqual([2, 2, 2])
  await expect.poll(() => starts()).toBe(3)
  ends[2]!()
  expect(await last).toBe(3)
})

test('a read that fails fails for those who shared it, and the next one is tried', async () => {
  let starts = 0
  const read = sharedRead(async () => {
    if (++starts === 1) throw new Error('database away')
    return starts
  })
  const first = read()
  const second = read()
  await expect(first).rejects.toThrow('database away')
  expect(await second).toBe(2)
})
