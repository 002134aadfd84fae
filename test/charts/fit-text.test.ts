import { expect, it } from 'vitest'
import { shortened, wrapped } from '../../src/charts/fit-text.ts'
import { textWidth } from '../../src/charts/font.ts'

const type = { size: 16 }

it('knows how wide the letters of DejaVu Sans are', () => {
  // 2,048 units to the em: A 1401, i 569, € 1303; of the bold, A 1585.
  expect(textWidth('Ai€', 2_048)).toBe(1_401 + 569 + 1_303)
  expect(textWidth('A', 2_048, 'bold')).toBe(1_585)
})

it('shortens what is too wide, and nothing else', () => {
  expect(shortened('Restore', 200, type)).toBe('Restore')
  const short = shortened('Restore the database from the newest backup', 200, type)
  expect(short).toMatch(/^Restore the .*[^ ]…$/)
  expect(textWidth(short, type.size)).toBeLessThanOrEqual(200)
})

it('breaks a text between words, and shortens what does not fit in the last line', () => {
  expect(wrapped('Restore the database', 130, type, 3)).toEqual(['Restore the', 'database'])
  const [first, second, ...more] = wrapped('Restore the database from the newest backup', 130, type, 2)
  expect([first, more]).toEqual(['Restore the', []])
  expect(second).toMatch(/^database.*…$/)
})
