/** The page about security claims nothing without a test, and names only tests that there are. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
const isThere = (file: string) => existsSync(new URL(`../../${file}`, import.meta.url))
/** Rows of tables below their heads. */
const claims = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (---|could \||\| shown by)/.test(line))

test('each claim names its tests', () => {
  expect(claims.length).toBeGreaterThan(25)
  expect(claims.filter((line) => !/`test\/[^`]+\.test\.ts` *(, `test\/[^`]+\.test\.ts` *)*\|$/.test(line))).toEqual([])
})

test('each test that is named exists', () => {
  const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(claims.length)
  expect(named.filter((file) => !isThere(file))).toEqual([])
})
