import { expect, it } from 'vitest'
import { nestedRepetition } from '../../src/plan/nested-repetition.ts'

it('finds a repetition in what repeats', () => {
  const found = [
    ['^(\\w+\\s?)*$', '(\\w+\\s?)*'],
    ['(?:a+)+', '(?:a+)+'],
    ['(?<name>a*){2,}', '(?<name>a*){2,}'],
    ['x((a|b+)c)*y', '((a|b+)c)*'],
    ['(a{1,}){3}', '(a{1,}){3}'],
    ['(\\(+)+', '(\\(+)+'],
    ['(.*?)*?', '(.*?)*?'],
  ] as const
  for (const [pattern, nested] of found) expect(nestedRepetition(pattern), pattern).toBe(nested)
})

it('finds none where nothing repeats twice', () => {
  const fine = [
    '^Backup',
    '(Down|Out).*(prod).*',
    '(a+)?b',
    '(ab)+',
    '\\(a+\\)*',
    '([+*])+',
    '(a+){1}',
    '(a{2,3})+',
    '',
  ]
  for (const pattern of fine) expect(nestedRepetition(pattern), pattern).toBeUndefined()
})
