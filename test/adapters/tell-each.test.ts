/** A list of recipients is told whole: over several attempts when it is long, and nobody twice. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tellEach } from '../../src/adapters/tell-each.ts'
import type { Outcome } from '../../src/plan/core.ts'

const sent: Outcome = { ok: true, detail: {} }
const later: Outcome = { ok: false, reason: 'The mail server refused the mail for now (451).' }
const never: Outcome = { ok: false, reason: 'The mail server refused the mail for good (550).', permanent: true }

/** Attempts on one list, each going on from the detail of the one before. `time`: so many sendings, then no other is begun. */
function audience(size: number) {
  const people = Array.from({ length: size }, (_, index) => `person-${index}`)
  const tries: string[] = []
  let before: Record<string, unknown> | undefined
  return {
    tries,
    async attempt(answer: (index: number) => Outcome, time = Number.POSITIVE_INFINITY): Promise<Outcome> {
      const closing = new AbortController()
      let left = time
      const outcome = await tellEach(
        people,
        { closing: closing.signal, ...(before && { before }) },
        async (to, index) => {
          tries.push(to)
          if (--left <= 0) closing.abort()
          return answer(index)
        },
      )
      // The journal keeps it as JSON.
      if (!outcome.ok) before = JSON.parse(JSON.stringify(outcome.detail))
      return outcome
    },
  }
}

describe('a long list', () => {
  it('goes on where its time was up, and tells nobody twice', async () => {
    const list = audience(100)
    const first = await list.attempt(() => sent, 40)
    expect(first).toMatchObject({ ok: false, detail: { sent: 40, done: [[0, 39]], outOfTime: true } })
    expect(first).not.toHaveProperty('permanent')
    expect(await list.attempt(() => sent, 40)).toMatchObject({ ok: false, detail: { sent: 80, outOfTime: true } })
    expect(await list.attempt(() => sent)).toEqual({ ok: true, detail: { sent: 100, failed: 0, failures: [] } })
    expect(new Set(list.tries).size).toBe(100)
    expect(list.tries).toHaveLength(100)
  })

  it('tries those whom nobody has tried before those who could not be told', async () => {
    const list = audience(20)
    await list.attempt((index) => (index === 0 ? later : sent), 10)
    list.tries.length = 0
    await list.attempt(() => sent)
    expect(list.tries[0]).toBe('person-10')
    expect(list.tries).toContain('person-0')
  })

  it('is not out of time when nobody was told, or when the provider wants us to wait', async () => {
    expect(await audience(20).attempt(() => later, 5)).not.toMatchObject({ detail: { outOfTime: true } })
    const limited = await audience(20).attempt((index) => (index === 0 ? { ...later, retryAtMs: 7 } : sent), 10)
    expect(limited).toMatchObject({ ok: false, retryAtMs: 7 })
    expect(limited).not.toMatchObject({ detail: { outOfTime: true } })
  })
})

describe('a recipient who was refused', () => {
  it('is tried again when it may pass, and only they are', async () => {
    const list = audience(3)
    expect(await list.attempt((index) => (index === 1 ? later : sent))).toMatchObject({
      ...later,
      detail: { sent: 2, failed: 1, failures: [{ index: 1, permanent: false }] },
    })
    expect(await list.attempt(() => sent)).toEqual({ ok: true, detail: { sent: 3, failed: 0, failures: [] } })
    expect(list.tries.toSorted()).toEqual(['person-0', 'person-1', 'person-1', 'person-2'])
  })

  it('for good is done with, and counted at the end', async () => {
    const list = audience(3)
    await list.attempt((index) => [sent, later, never][index] as Outcome)
    expect(await list.attempt(() => sent)).toEqual({
      ok: true,
      detail: { sent: 2, failed: 1, failures: [{ index: 2, permanent: true, reason: never.reason }] },
    })
  })

  it('like everybody else makes it a failure for good', async () => {
    expect(await audience(2).attempt(() => never)).toMatchObject({ ...never, detail: { sent: 0, failed: 2 } })
  })
})

it('whatever happens, whoever is told is told once, and in the end everybody is or was refused for good', async () => {
  const fates = fc.array(fc.constantFrom('sent', 'later', 'never'), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fates, fc.integer({ min: 1, max: 40 }), async (fate, time) => {
      const list = audience(fate.length)
      const told: number[] = []
      for (let attempt = 0; attempt < 100; attempt++) {
        const outcome = await list.attempt((index) => {
          if (fate[index] === 'never') return never
          if (fate[index] === 'later' && attempt < 3) return later
          told.push(index)
          return sent
        }, time)
        if (outcome.ok || outcome.permanent) break
      }
      const reachable = fate.flatMap((one, index) => (one === 'never' ? [] : [index]))
      expect(told.toSorted((a, b) => a - b)).toEqual(reachable)
    }),
  )
})
