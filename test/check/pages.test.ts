/** Every rule has a page, and the page's own examples are its tests: what stands under "Fails" is found, what stands under "Passes" is not. */
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { BAD_SUPPRESSION } from '../../src/check/check.ts'
import { RULES } from '../../src/check/rules.ts'
import { withIndex } from '../../src/cli/check/explain.ts'
import { LOAD_RULES } from '../../src/plan/problem.ts'
import { exampleProblems, exampleSubject, told } from './base-plan.ts'

const folder = new URL('../../docs/checks/', import.meta.url)

const pages = new Map(
  await Promise.all(
    (await readdir(folder))
      .filter((name) => name !== 'README.md')
      .map(async (name) => [name.replace(/\.md$/, ''), await readFile(new URL(name, folder), 'utf8')] as const),
  ),
)

/** The YAML blocks under one heading of a page. */
function examples(name: string, heading: 'Fails' | 'Passes'): string[] {
  const [, section = ''] =
    new RegExp(`^## ${heading}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(pages.get(name) ?? '') ?? []
  return [...section.matchAll(/^```yaml$([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml)
}

it('has no two rules of one name', () => {
  const names = RULES.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

describe.each(RULES)('$name', ({ name, judge }) => {
  it('has a page with a bad and a good example', () => {
    expect(pages.get(name), `docs/checks/${name}.md`).toMatch(new RegExp(`^# ${name}\n`))
    expect([examples(name, 'Fails').length > 0, examples(name, 'Passes').length > 0]).toEqual([true, true])
  })

  it.each(examples(name, 'Fails'))('finds %s', (example) => {
    const found = judge(exampleSubject(example))
    expect(found).not.toEqual([])
    for (const { message, remedy } of found) {
      expect(message, 'one sentence, without a full stop').toMatch(/^\S.*[^.]$/)
      expect(remedy).toMatch(/^[a-z"].*[^.]$/)
    }
  })

  it('says on its page whether it is mended', () => {
    const isMended = examples(name, 'Fails').some((example) => judge(exampleSubject(example)).some(({ fix }) => fix))
    expect(pages.get(name)?.includes('**Fix**')).toBe(isMended)
  })

  it.each(examples(name, 'Passes'))('is silent about %s', (example) => {
    expect(judge(exampleSubject(example)).map(told)).toEqual([])
  })
})

/** What is wrong with other files than a plan, with the tests that try it. */
const OTHER_FILES = ['unreadable', 'unknown-person']

describe.each(LOAD_RULES.filter((name) => !OTHER_FILES.includes(name) && !name.startsWith('template-')))(
  '%s',
  (name) => {
    const rulesOf = (example: string) => exampleProblems(example).map(({ rule }) => rule)

    it('has a page with a bad and a good example', () => {
      expect(pages.get(name), `docs/checks/${name}.md`).toMatch(new RegExp(`^# ${name}\n`))
      expect([examples(name, 'Fails').length > 0, examples(name, 'Passes').length > 0]).toEqual([true, true])
    })

    it.each(examples(name, 'Fails'))('finds %s', (example) => {
      expect(new Set(rulesOf(example))).toEqual(new Set([name]))
    })

    it.each(examples(name, 'Passes'))('is silent about %s', (example) => {
      expect(exampleProblems(example)).toEqual([])
    })
  },
)

it('has a page for each rule, and no other pages', () => {
  const names = [...LOAD_RULES, ...RULES.map(({ name }) => name), BAD_SUPPRESSION]
  expect([...pages.keys()].toSorted()).toEqual(names.toSorted())
})

it('lists every page with its first sentence; else run scripts/generate-check-index.ts', async () => {
  const readme = await readFile(new URL('README.md', folder), 'utf8')
  expect(withIndex(readme)).toBe(readme)
})
