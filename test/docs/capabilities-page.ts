/** Reads docs/capabilities.md and says what is wrong with it; whether its claims are true, its readers and the tests that it names must judge. */

export interface Row {
  id: string
  what: string
  state: string
  /** Paths of tests, from the root of the repository. */
  tests: string[]
  /** The last cell without the tests. */
  missing: string
}

const ROW = /^\| ([RPB]\d+) \| (.+?) \| (.+?) \| ?(.*?) ?\|$/gm
const STATES = ['works', 'partly', 'not yet']

export const rowsOf = (page: string): Row[] =>
  [...page.matchAll(ROW)].map(([, id = '', what = '', state = '', last = '']) => {
    const tests = last.match(/\btest\/[\w./-]+/g) ?? []
    const missing = tests.reduce((rest, test) => rest.replace(test, ''), last).replace(/[\s,;]+$/, '')
    return { id, what, state, tests, missing }
  })

/** @param textOf the text of a file of the repository; undefined when there is none. */
export function faultsOf(rows: readonly Row[], textOf: (file: string) => string | undefined): string[] {
  return rows.flatMap(({ id, state, tests, missing }) => [
    ...(STATES.includes(state) ? [] : [`${id}: "${state}" is none of ${STATES.join(', ')}`]),
    ...(state === 'works' && tests.length === 0 ? [`${id} works: name a test that shows it`] : []),
    ...(state === 'works' && missing !== '' ? [`${id} works, and yet: ${missing}`] : []),
    ...(state === 'partly' && missing === '' ? [`${id} works partly: say what is missing`] : []),
    ...(state === 'not yet' && tests.length > 0 ? [`${id} is not there yet: what do its tests show?`] : []),
    ...tests.flatMap((test) => faultOfTest(id, test, textOf(test))),
  ])
}

function faultOfTest(id: string, file: string, text: string | undefined): string[] {
  if (text === undefined) return [`${id}: there is no ${file}`]
  const tests = /^\s*(?:it|test)(?:\.each)?\s*[(`]/m.test(text)
  return tests ? [] : [`${id}: ${file} holds no test`]
}
