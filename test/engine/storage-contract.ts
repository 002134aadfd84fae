/** What every storage must do; each implementation runs this whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Backing } from '../../src/engine/backing.ts'
import { EMPTY_HEAD, encodeEvent } from '../../src/engine/journal.ts'
import { type Job, StaleStream, type StreamTransaction } from '../../src/engine/storage.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { countingRandom, note } from './reminder-core.ts'
import { appendAll } from './rig.ts'

export function storageContract(name: string, open: () => Promise<{ backing: Backing; close(): Promise<void> }>): void {
  describe(`storage contract: ${name}`, () => {
    let backing: Backing
    let close: () => Promise<void>
    const plan = (id: string) => ({ id, people: { zoe: {}, adam: {} } }) as unknown as Plan

    beforeAll(async () => {
      const opened = await open()
      backing = opened.backing
      close = opened.close
      await backing.storage.start()
      await backing.outbox.start()
    })
    afterAll(() => close())

    const appendNotes = (tx: StreamTransaction, texts: string[], person?: string) =>
      appendAll(
        tx,
        texts.map((text) => note(text, 1_000, person)),
      )
    const write = (stream: string, texts: string[], dueMs: number | null = null, isOpen = true) =>
      backing.storage.withStream(stream, async (tx) => {
        appendNotes(tx, texts)
        tx.setDue(dueMs, isOpen)
      })
    const job = (id: string): Job => {
      return { id, stream: 'jobs-1', seq: 1, obligation: 'o', attempt: 1, queue: 'mail', lastsMaxMs: 15_000 }
    }

    test('what was appended is read back with its texts, its head and nothing else', async () => {
      await write('append-1', ['one', 'two \u{1F6A8}'])
      const found = await backing.storage.rows('append-1', 0)
      expect(found?.rows.map(({ seq, type, atMs }) => ({ seq, type, atMs }))).toEqual([
        { seq: 1, type: 'noted', atMs: 1_000 },
        { seq: 2, type: 'noted', atMs: 1_000 },
      ])
      expect(found?.texts.map(({ text }) => text)).toEqual(['one', 'two \u{1F6A8}'])
      expect(found?.head).toEqual({ seq: 2, hash: found?.rows[1]?.hash, erasures: 0 })
      expect(await backing.storage.rows('append-2', 0)).toBeUndefined()
    })

    test('rows are read from anywhere, a limited number at a time, each with its own texts', async () => {
      await write('page-1', ['a', 'b', 'c', 'd'])
      const found = await backing.storage.rows('page-1', 1, 2)
      expect(found?.rows.map(({ seq }) => seq)).toEqual([2, 3])
      expect(found?.texts.map(({ text }) => text)).toEqual(['b', 'c'])
      expect(found?.head.seq).toBe(4)
      expect((await backing.storage.rows('page-1', 4))?.rows).toEqual([])
    })

    test('work that fails leaves nothing: no rows, no due time, no job, no remembered key, no stream', async () => {
      const failing = backing.storage.withStream('fail-1', async (tx) => {
        await tx.remember('fail-key')
        appendNotes(tx, ['lost'])
        tx.setDue(5, true)
        tx.handOut([job('11111111-1111-4111-8111-111111111111')])
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await backing.storage.rows('fail-1', 0)).toBeUndefined()
      expect(await backing.storage.recalled('fail-key')).toBeUndefined()
      expect(await backing.outbox.waiting()).toEqual([])
    })

    test('a stream that gets no event does not come to be', async () => {
      expect(await backing.storage.withStream('empty-1', async (tx) => tx.head)).toEqual(EMPTY_HEAD)
      expect(await backing.storage.streams({ prefix: 'empty-' })).toEqual([])
    })

    test('rows that do not follow the head are refused', async () => {
      await write('stale-1', ['one'])
      const stale = backing.storage.withStream('stale-1', async (tx) => {
        const late = encodeEvent('stale-1', EMPTY_HEAD, note('again', 1), countingRandom())
        tx.append([late.row], late.texts)
      })
      await expect(stale).rejects.toBeInstanceOf(StaleStream)
      expect((await backing.storage.rows('stale-1', 0))?.rows).toHaveLength(1)
    })

    test('two writers of one stream never interleave', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => write('race-1', [`a${i}`, `b${i}`])))
      const texts = (await backing.storage.rows('race-1', 0))?.texts.map(({ text }) => text ?? '') ?? []
      expect(texts).toHaveLength(40)
      for (let i = 0; i < 40; i += 2) expect(texts[i + 1]).toBe(texts[i]?.replace('a', 'b'))
    })

    test('due streams come most overdue first, and are held by one at a time', async () => {
      await write('due-1', ['x'], 300)
      await write('due-2', ['x'], 100)
      await write('due-3', ['x'], 900)
      await write('due-4', ['x'], null)
      const seen = await backing.storage.withDue(500, 10, async (held) => {
        const others = await backing.storage.withDue(500, 10, async (more) => more.map(({ stream }) => stream))
        for (const tx of held) tx.setDue(null, true)
        return { held: held.map(({ stream }) => stream), others }
      })
      expect(seen).toEqual({ held: ['due-2', 'due-1'], others: undefined })
      expect(await backing.storage.earliestDue()).toBe(900)
      expect(await backing.storage.earliestDue(900)).toBeNull()
      await backing.storage.withDue(1_000, 10, async ([tx]) => tx?.setDue(null, true))
      expect(await backing.storage.earliestDue()).toBeNull()
    })

    test('somebody is woken when a stream is due sooner than before, and not when later', async () => {
      let woken = 0
      let next = Promise.withResolvers<void>()
      const unlisten = backing.storage.onWake(() => {
        woken++
        next.resolve()
      })
      await write('wake-1', ['x'], 500)
      await next.promise
      next = Promise.withResolvers<void>()
      await write('wake-1', ['later'], 800)
      await write('wake-1', ['sooner'], 200)
      await next.promise
      unlisten()
      expect(woken).toBe(2)
      await write('wake-1', ['none'], null)
    })

    test('a key is remembered once over all streams, together with what was appended', async () => {
      const ask = (stream: string) =>
        backing.storage.withStream(stream, async (tx) => {
          const isNew = await tx.remember('key-1')
          if (isNew) appendNotes(tx, ['x'])
          return isNew
        })
      expect(await ask('key-a')).toBe(true)
      expect(await ask('key-a')).toBe(false)
      expect(await ask('key-b')).toBe(false)
      expect(await backing.storage.recalled('key-1')).toEqual({ stream: 'key-a', seq: 1 })
    })

    test('streams are listed by name, prefix and openness, a page at a time', async () => {
      for (const name of ['list-b', 'list-a', 'list-c']) await write(name, ['x'])
      await write('list-d', ['x'], null, false)
      const names = async (options: Parameters<Backing['storage']['streams']>[0]) =>
        (await backing.storage.streams(options)).map(({ stream }) => stream)
      expect(await names({ prefix: 'list-' })).toEqual(['list-a', 'list-b', 'list-c', 'list-d'])
      expect(await names({ prefix: 'list-', open: true })).toEqual(['list-a', 'list-b', 'list-c'])
      expect(await names({ prefix: 'list-', open: false })).toEqual(['list-d'])
      expect(await names({ prefix: 'list-', after: 'list-a', limit: 2 })).toEqual(['list-b', 'list-c'])
      expect(await names({ prefix: 'list-', descending: true, limit: 2 })).toEqual(['list-d', 'list-c'])
      expect(await names({ prefix: 'list-', descending: true, after: 'list-c' })).toEqual(['list-b', 'list-a'])
    })

    test('texts are erased by person or by stream, salt and all, and only once', async () => {
      await backing.storage.withStream('erase-1', async (tx) => appendNotes(tx, ['secret'], 'cleo'))
      await backing.storage.withStream('erase-2', async (tx) => appendNotes(tx, ['other'], 'bob'))
      expect(await backing.storage.eraseTexts({})).toBe(0)
      expect(await backing.storage.eraseTexts({ subject: 'cleo' })).toBe(1)
      expect(await backing.storage.eraseTexts({ subject: 'cleo' })).toBe(0)
      expect((await backing.storage.rows('erase-1', 0))?.texts[0]).toMatchObject({
        text: null,
        salt: null,
        subject: 'cleo',
      })
      expect((await backing.storage.rows('erase-1', 0))?.head.erasures).toBe(1)
      expect(await backing.storage.eraseTexts({ stream: 'erase-2' })).toBe(1)
    })

    test('plans are kept by digest in the order they were written, within a transaction and without', async () => {
      await backing.storage.withStream('plan-1', async (tx) => {
        await tx.savePlan('digest-1', plan('one'))
        await tx.savePlan('digest-1', plan('one'))
        expect(await tx.plan('digest-1')).toEqual(plan('one'))
        appendNotes(tx, ['pinned'])
      })
      expect(Object.keys((await backing.storage.plan('digest-1'))?.people ?? {})).toEqual(['zoe', 'adam'])
      expect(await backing.storage.plan('digest-2')).toBeUndefined()
      await backing.storage.setCurrentPlan('one', 'digest-1', plan('one'))
      await backing.storage.setCurrentPlan('one', 'digest-3', plan('three'))
      for (let time = 1; time <= 2; time++)
        expect(await backing.storage.currentPlans()).toEqual({ one: { digest: 'digest-3', plan: plan('three') } })
      await backing.storage.setCurrentPlan('one', 'digest-1', plan('one'))
      expect(await backing.storage.currentPlans()).toEqual({ one: { digest: 'digest-1', plan: plan('one') } })
      await backing.storage.setCurrentPlan('one', 'digest-3', plan('three'))
    })

    test('a person is erased from plans but those that are named, and a plan that is saved again is whole', async () => {
      const name = (found: Plan | undefined) => found?.people.zoe?.name
      for (const digest of ['erase-1', 'erase-2']) await backing.storage.setCurrentPlan(digest, digest, plan(digest))
      const others = Object.values(await backing.storage.currentPlans()).map(({ digest }) => digest)
      const except = ['digest-1', 'digest-3', ...others].filter((digest) => digest !== 'erase-1')
      expect(await backing.storage.eraseFromPlans('nobody', except)).toBe(0)
      expect(await backing.storage.eraseFromPlans('zoe', except)).toBe(1)
      expect(await backing.storage.eraseFromPlans('zoe', except)).toBe(0)
      const erased = await backing.storage.plan('erase-1')
      expect(erased?.people.zoe).toEqual({ name: '[erased]' })
      expect(Object.keys(erased?.people ?? {})).toEqual(['zoe', 'adam'])
      expect(name(await backing.storage.plan('erase-2'))).toBe(name(plan('erase-2')))
      await backing.storage.setCurrentPlan('erase-1', 'erase-1', plan('erase-1'))
      expect(await backing.storage.plan('erase-1')).toEqual(plan('erase-1'))
      for (const id of ['erase-1', 'erase-2']) await backing.storage.retireCurrentPlan(id)
    })

    test('a plan that is retired is no longer current, and still there for who is pinned to it', async () => {
      await backing.storage.setCurrentPlan('stays', 'digest-4', plan('stays'))
      await backing.storage.setCurrentPlan('goes', 'digest-5', plan('goes'))
      await backing.storage.retireCurrentPlan('goes')
      await backing.storage.retireCurrentPlan('never-was')
      const current = await backing.storage.currentPlans()
      expect(current).toHaveProperty('stays')
      expect(current).not.toHaveProperty('goes')
      expect(await backing.storage.plan('digest-5')).toEqual(plan('goes'))
    })

    test('jobs handed out with a commit are claimed once each, by queue', async () => {
      const ids = [1, 2, 3].map((n) => `22222222-2222-4222-8222-22222222222${n}`)
      await backing.storage.withStream('jobs-1', async (tx) => {
        appendNotes(tx, ['x'])
        tx.handOut([job(ids[0]!), job(ids[1]!), { ...job(ids[2]!), queue: 'sms' }])
      })
      const claimed = await Promise.all([backing.outbox.claim('mail', 1), backing.outbox.claim('mail', 5)])
      const mail = claimed.flat()
      expect(mail.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2))
      expect(mail[0]).toEqual({ ...job(mail[0]!.id) })
      expect(await backing.outbox.waiting()).toEqual(['sms'])
      expect((await backing.outbox.claim('sms', 5)).map(({ id }) => id)).toEqual([ids[2]])
      expect(await backing.outbox.waiting()).toEqual([])
      await backing.outbox.finish('mail', ids.slice(0, 2))
      await backing.outbox.finish('sms', ids.slice(2))
    })
  })
}
