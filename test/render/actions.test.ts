/** What a step runs, written out so that somebody can type it. */
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Action } from '../../src/plan/action-schema.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { actionBlocks } from '../../src/render/action-blocks.ts'
import { markdownOf } from '../../src/render/markdown.ts'
import { WHOLE_PLAN, wholePlan } from './whole-plan.ts'

const whole = wholePlan()

function written(...actions: object[]): string {
  const data = parse(WHOLE_PLAN)
  data.cards.alarm.steps[0].do = actions
  const plan = planSchema.parse(data)
  const parsed = plan.cards.alarm!.steps[0]!.do as Action[]
  const text = markdownOf({ title: 'T', classification: undefined, imprint: 'i', blocks: actionBlocks(plan, parsed) })
  return text.slice(text.indexOf('\n\n\n\n') + 4, text.indexOf('\n\n---'))
}

it('writes a command as a shell wants it, with its place, variables and limits', () => {
  const command = ['./pump', '--speed', { value: 'speed' }, "it's two", { file: 'ledger' }]
  const env = { MODE: 'slow now', KEY: { secret: 'PUMP_SECRET' }, FILE: { secretFile: '/keys/x' } }
  const capture = { level: { match: '([0-9]+)' }, all: 'all', at: { json: 'items[0].id' } }
  expect(
    written({
      command,
      env,
      on: 'house',
      in: '/opt',
      passEnv: ['LANG'],
      timeout: '21 min',
      exitCodes: [0, 3],
      outputMax: 2000,
      capture,
    }),
  ).toBe(
    `\`\`\`bash
MODE='slow now' KEY=‹secret PUMP_SECRET› FILE=‹secret in /keys/x› ./pump --speed ‹speed› 'it'\\''s two' ‹file ledger›
\`\`\`

On Pump house (\`ssh -p 2222 -i /keys/pump stoker@pumps.harbour.test\`); in \`/opt\`; with the variables \`LANG\`; at most 21 min; exit status 0 or 3 is success; of its output 2,000 bytes are kept; sets \`level\` from what matches \`([0-9]+)\`; sets \`all\` from what it prints; sets \`at\` from \`items[0].id\` of the JSON.`,
  )
})

it('writes a script as it stands', () => {
  expect(written({ command: 'set -e\n./a | ./b\n', shell: true, env: { A: '1' } })).toBe(
    '```bash\nA=1\nset -e\n./a | ./b\n```\n\nAt most 10 min.',
  )
})

it('writes a request with its headers, body and what is expected', () => {
  const request = {
    http: 'https://x.test/{speed}/go',
    method: 'POST',
    headers: { 'X-Key': { secret: 'HTTP_SECRET' }, 'X-Speed': { value: 'speed' } },
    json: { at: { value: 'speed' }, deep: [{ value: 'speed', more: 1 }] },
    expect: {
      status: [200, 202],
      json: [
        { at: 'state', equals: 'up' },
        { at: 'id', matches: '^a' },
      ],
      body: 'hum',
      within: '6 s',
    },
  }
  expect(written(request)).toBe(`\`\`\`http
POST https://x.test/‹speed›/go
X-Key: ‹secret HTTP_SECRET›
X-Speed: ‹speed›

{
  "at": "‹speed›",
  "deep": [
    {
      "value": "speed",
      "more": 1
    }
  ]
}
\`\`\`

Expected: answer 200 or 202, \`state\` = \`up\`, \`id\` like \`^a\`, text like \`hum\`, within 6 s; at most 10 s.`)
  expect(written({ http: { env: 'BASE', path: '/x' }, body: 'raw' })).toContain('GET ‹BASE›/x\n\nraw\n')
})

it('writes a statement with its parameters and bounds', () => {
  expect(
    written({
      sql: 'SELECT $1, $2',
      on: 'books',
      params: [{ value: 'level' }, 7],
      expect: { rows: { min: 1 }, value: { max: 9 } },
      capture: { level: 'dry' },
    }),
  ).toBe(
    '```sql\nSELECT $1, $2\n```\n\nOn The books; reads only; with `$1` = `‹level›`, `$2` = `7`; expected: at least 1 rows; expected value: at most 9; at most 30 s; sets `level` from the column `dry`.',
  )
  expect(written({ sql: 'CREATE DATABASE x', on: 'books', write: true, transaction: false })).toContain(
    '**writes**; outside of a transaction',
  )
})

it('says which backup is taken, and how long is waited for what', () => {
  expect(written({ backup: 'ledger', pick: 'newest', before: 'outage', fetch: 'f', capture: { k: 'key' } })).toBe(
    'Find the newest backup from before the outage of The ledger in harbour-vault/ledger/; fetch it as `‹file f›` and compare its checksum; sets `k` to its key',
  )
  expect(written({ backup: 'ledger', key: { value: 'found-key' } })).toContain('whose key is `‹found-key›`')
  expect(written({ wait: '27 s' })).toBe('Wait 27 s.')
  expect(written({ wait: { until: { command: ['./dry'] }, every: '3 s', limit: '2 min' } })).toBe(
    'Repeat every 3 s until it succeeds, for 2 min at most; then it has failed:\n\n```bash\n./dry\n```\n\nAt most 10 min.',
  )
  expect(whole.cards.alarm).toBeDefined()
})
