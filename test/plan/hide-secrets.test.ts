import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hide, placeAfterHiding, secretSpans, withoutSecrets } from '../../src/plan/hide-secrets.ts'

const hidden = (line: string) => hide(line, secretSpans(line))

describe('a line of a plan', () => {
  it.each([
    ['urlEnv: postgres://shop:hunter2@db/shop', 'urlEnv: •••'],
    ['http: { env: SHOP_URL, path: https://shop:hunter2@a.example }', 'https://shop:•••@a.example'],
    ['env: { TOKEN: a,b&hunter2 }', 'env: { TOKEN: ••• }'],
    ['command: [psql, "postgres://shop:hun/t@er2@db/shop"]', 'command: [psql, "postgres://shop:•••@db/shop"]'],
    ['env: { PGPASSWORD: hunter2, HOST: db }', 'env: { PGPASSWORD: •••, HOST: db }'],
    ['json: {"apiKey": "hunter2"}', 'json: {"apiKey": •••}'],
    ['command: [docker, run, -e, POSTGRES_PASSWORD=hunter2]', 'command: [docker, run, -e, POSTGRES_PASSWORD=•••]'],
    ['command: [login, --db-password, hunter2]', 'command: [login, --db-password, •••]'],
    ['command: login --token hunter2 && make', 'command: login --token ••• && make'],
    ['- Authorization: Bearer hunter2', '- Authorization: ••• •••'],
    ["sql: CREATE USER u PASSWORD 'hunter2'", "sql: CREATE USER u PASSWORD '•••'"],
    ['http: https://hooks.slack.com/services/T0/B0/hunter2', 'http: https://hooks.slack.com/services/•••'],
    ['a: xoxb-1234567890-abc, b: AKIAABCDEFGHIJKLMNOP', 'a: •••, b: •••'],
    ['-----BEGIN RSA PRIVATE KEY----- hunter2', '•••'],
  ])('is shown without its secret: %s', (line, shown) => {
    expect(hidden(line)).toContain(shown)
    expect(hidden(line)).not.toContain('hunter2')
  })

  it.each([
    'env: { TOKEN: { secret: SHOP_TOKEN } }',
    'command: psql "postgres://shop:$PGPASSWORD@db/shop"',
    'urlEnv: SHOP_DATABASE_URL',
    'passEnv: [SHOP_TOKEN]',
    'headers: { Authorization: { secret: SHOP_TOKEN } }',
    'title: Ask https://shop.example:8080/health, then write to ann@shop.example',
  ])('is shown as it is when it has none: %s', (line) => {
    expect(hidden(line)).toBe(line)
  })
})

it('keeps what a sentence says of a secret', () => {
  const sentence = 'a secret stands after --password in the plan: the value of TOKEN'
  expect(withoutSecrets(sentence)).toBe(sentence)
  expect(withoutSecrets('"postgres://u:hunter2@db" does not fit here')).toBe('"postgres://u:•••@db" does not fit here')
})

it('finds each place again that it did not hide', () => {
  const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(10)).map(([from, length]) => [from, from + length] as const))
  fc.assert(
    fc.property(spans, fc.nat(39), (parts, place) => {
      const text = Array.from({ length: 60 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('')
      fc.pre(parts.every(([from, to]) => to > from && (place < from || place >= to)))
      expect(hide(text, parts)[placeAfterHiding(place, parts)]).toBe(text[place])
    }),
  )
})
