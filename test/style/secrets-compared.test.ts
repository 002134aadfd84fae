/** Secrets are compared in one place, in constant time; redirects lead to fixed places; and what fetches an address is a short list. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const sources = globSync('{src,commands}/**/*.ts', { cwd: root }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(new URL(file, root), 'utf8'),
}))
const where = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

const COMPARISON = /(typeof )?([\w.]+)\s*[!=]==\s*([\w.']+)/g
const SECRET = /(secret|token|signature|password|hmac)\w*$/i
/** Compared with these, nothing of it shows. */
const NOTHING = new Set(['undefined', 'null', "''", 'true', 'false'])

describe('secrets', () => {
  test('are compared by one function only', () => {
    expect(where(/timingSafeEqual/)).toEqual(['src/adapters/same-secret.ts'])
    expect(where(/\bsameSecret\(/).length).toBeGreaterThanOrEqual(8)
  })

  test('are nowhere compared letter by letter', () => {
    const naive = sources.flatMap(({ file, text }) =>
      text.split('\n').flatMap((line, index) => (isNaive(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    )
    expect(naive).toEqual([])
  })

  test.each([
    'if (token === expected) go()',
    'return given === settings.consoleToken',
    'if (mac.signature !== sent) stop()',
  ])('a naive comparison is seen: %s', (line) => expect(isNaive(line)).toBe(true))
})

function isNaive(line: string): boolean {
  if (/^\s*(\/\/|\*|\/\*)/.test(line)) return false
  return [...line.matchAll(COMPARISON)].some(
    ([, isType, left = '', right = '']) =>
      isType === undefined && (SECRET.test(left) || SECRET.test(right)) && !NOTHING.has(left) && !NOTHING.has(right),
  )
}

test('a redirect leads to a place that no caller chooses', () => {
  const redirects = sources
    .filter(({ file }) => file.startsWith('src/web/'))
    .flatMap(({ text }) => [...text.matchAll(/\bcontext?\.redirect\(([^)]*)\)/g)].map(([, to]) => to))
  expect(redirects).toEqual(['STATUS_PATH', 'pathOf(incident'])
})

/** Whoever adds a place that fetches an address says here where the address comes from. */
const FETCHES: Record<string, string> = {
  'src/actions/http.ts': 'the plan; no redirect is followed',
  'src/adapters/webhook/signed-post.ts': 'the plan or its environment; no redirect is followed',
  'src/adapters/twilio/one-call-client.ts': 'Twilio, or the address in the settings; no redirect is followed',
  'src/adapters/statuspage/statuspage-client.ts': 'Statuspage, or the address in the settings',
  'src/adapters/slack/replies.ts': 'Slack: signed by it; no redirect is followed',
  'src/adapters/slack/line.ts': 'the settings; no redirect is followed',
  'src/adapters/slack/pictures.ts': 'Slack: answered by it; no redirect is followed',
  'src/program/heartbeat.ts': 'the settings',
  'src/doctor/public-address.ts': 'the settings; no redirect is followed',
  'src/web/responder/frame.ts': 'in the browser, the page itself',
  'src/cli/dr-command.ts': 'whoever types, on their own machine',
}

test('what a person types, or an alert brings, is never fetched: each fetch is on the list with where its address comes from', () => {
  const found = where(/(?<![.\w])fetch\(/)
  expect(found.toSorted()).toEqual(Object.keys(FETCHES).toSorted())
  for (const [file, origin] of Object.entries(FETCHES)) {
    const { text } = sources.find((one) => one.file === file)!
    if (origin.includes('no redirect')) expect(text, file).toMatch(/redirect: '(manual|error)'/)
  }
})
