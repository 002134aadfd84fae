/** However a copy's pieces overlap, after crashes and joins, the way through them has every row once; where rows are missing it goes to the gap and is seen to. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pieceName, pieceOf, rowsFolder } from '../../src/evidence/copy/format.ts'
import { wayThrough } from '../../src/evidence/copy/read-copy.ts'

const STREAM = 'watch/über shop'
const pieces = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 15 }))
    .map(([from, more]) => ({ stream: STREAM, from, to: from + more })),
  { maxLength: 40 },
)

test('the way has every row up to the first that no piece has, once and in order', () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const way = wayThrough(all)
      const has = (seq: number) => all.some(({ from, to }) => from <= seq && seq <= to)
      let next = 1
      for (const { from, to, need } of way) {
        expect(need).toBe(next)
        if (from > need) {
          // The gap: nobody has this row, and the way ends here.
          expect(has(need)).toBe(false)
          return
        }
        next = to + 1
      }
      // Nothing is left, before a gap or after one.
      expect(all.some(({ to }) => to >= next)).toBe(false)
    }),
  )
})

test('the name of a piece is read back, whatever the stream is called', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).map((name) => name.toWellFormed()),
      fc.integer({ min: 1, max: 1e9 }),
      (stream, from) => {
        const piece = { stream, from, to: from + 7 }
        expect(pieceOf(`${rowsFolder('a-copy', stream)}${pieceName(piece)}`)).toEqual(piece)
      },
    ),
  )
})
