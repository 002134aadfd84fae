import { expect, it } from 'vitest'
import { faults, type Replacement } from './recovery-sample.ts'

/** Never to be found in anything that is said. */
const SECRET = 'hunter2secret'
const COMMAND: Replacement[0] = '{ command: [make, all], on: spare }'

function inCommand(command: string) {
  return faults([COMMAND, command])
}

it.each([
  ['a variable with the name of a password', `{ command: [make], env: { PGPASSWORD: ${SECRET} } }`, 'env.PGPASSWORD'],
  ['… of a token, in small letters', `{ command: [make], env: { api_token: ${SECRET} } }`, 'env.api_token'],
  ['… of a key', `{ command: [make], env: { STRIPE_API_KEY: ${SECRET} } }`, 'env.STRIPE_API_KEY'],
  ['… of a private key', `{ command: [make], env: { PRIVATE_KEY: ${SECRET} } }`, 'env.PRIVATE_KEY'],
  ['… of credentials', `{ command: [make], env: { CREDENTIALS: ${SECRET} } }`, 'env.CREDENTIALS'],
  ['a header', `{ http: https://a.example, headers: { Authorization: Bearer ${SECRET} } }`, 'headers.Authorization'],
  ['a header of another name', `{ http: https://a.example, headers: { X-Api-Key: ${SECRET} } }`, 'headers.X-Api-Key'],
  ['an address with a password', `{ command: [make, 'postgres://u:${SECRET}@db/shop'] }`, 'command[1]'],
  ['an address in a variable', `{ command: [make], env: { DB: 'postgres://u:${SECRET}@db/shop' } }`, 'env.DB'],
  ['an address that is asked', `{ http: 'https://u:${SECRET}@a.example' }`, 'http'],
  ['a key of AWS', '{ command: [aws, AKIAABCDEFGHIJKLMNOP] }', 'command[1]'],
  ['a private key', `{ command: [make, "-----BEGIN RSA PRIVATE KEY-----\\n${SECRET}"] }`, 'command[1]'],
  ['a token of Slack', '{ http: https://a.example, method: POST, json: { a: [xoxb-1234567890-abc] } }', 'json.a[0]'],
  ['a token of GitHub', '{ command: [git, ghp_abcdefghijklmnopqrstuvwxyz0123456789] }', 'command[1]'],
  ['a flag with its value', `{ command: [login, --password=${SECRET}] }`, 'command[1]'],
  ['a flag and its value', `{ command: [login, --db-password, ${SECRET}] }`, 'command[2]'],
  ['the short flag of MySQL', `{ command: [mysqldump, -p${SECRET}, shop] }`, 'command[1]'],
  ['the short flag of Redis, behind docker', `{ command: [docker, exec, r, redis-cli, -a, ${SECRET}] }`, 'command[5]'],
  ['a user with a password', `{ command: [/usr/bin/curl, -u, 'me:${SECRET}', https://a.example] }`, 'command[2]'],
  ['… in one word', `{ command: [curl, '--user=me:${SECRET}'] }`, 'command[1]'],
  ['a header among the arguments', `{ command: [curl, -H, 'Authorization: Bearer ${SECRET}'] }`, 'command[2]'],
  ['a variable among the arguments', `{ command: [docker, run, -e, POSTGRES_PASSWORD=${SECRET}] }`, 'command[3]'],
  ['a variable in a shell', `{ command: 'PGPASSWORD=${SECRET} psql', shell: true }`, 'command'],
  ['a quoted variable in a shell', `{ command: 'export TOKEN="${SECRET}"; make', shell: true }`, 'command'],
  ['a flag in a shell', `{ command: 'make; login --token ${SECRET}', shell: true }`, 'command'],
  ['a statement', `{ sql: "CREATE USER u WITH PASSWORD '${SECRET}'", on: shop }`, 'sql'],
  [
    'what is waited for',
    `{ wait: { until: { command: [a], env: { TOKEN: ${SECRET} } }, limit: 5 min } }`,
    'wait.until.env.TOKEN',
  ],
])('is refused and not repeated: %s', (_what, action, path) => {
  const problems = inCommand(action)
  expect(problems).toMatchObject([
    { rule: 'inline-secret', path: `scenarios.fire.phases[0].steps[4].do[0].${path}`, line: 55 },
  ])
  expect(problems[0]?.remedy).toMatch(/\{ secret: ITS_NAME \}/)
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|AKIAABC|xoxb-1|ghp_abc/)
})

it('is refused wherever a recovery has it', () => {
  const url = `postgres://u:${SECRET}@db/shop`
  expect(faults(['manual: Rebuild it by hand', `manual: Use ${url}`])).toMatchObject([
    { rule: 'inline-secret', path: 'scenarios.fire.phases[0].steps[5].manual' },
  ])
  expect(faults(["pattern: '[a-z0-9/.-]+'", `pattern: '.+', default: '${url}'`])).toMatchObject([
    { rule: 'inline-secret', path: 'values.restored.default' },
  ])
})

it.each([
  [
    'a reference',
    '{ command: [make], env: { PGPASSWORD: { secret: SHOP_PASSWORD }, TOKEN: { secretFile: /run/token } } }',
  ],
  ['a value', '{ command: [make], env: { TOKEN: { value: host } } }'],
  [
    'the place of a secret',
    '{ command: [make], env: { PASSWORD_FILE: /run/secrets/db, TOKEN_URL: https://a.example } }',
  ],
  ['nothing', '{ command: [make], env: { PASSWORD: "" } }'],
  [
    'a variable of the shell',
    `{ command: 'psql "postgres://u:$PGPASSWORD@db/shop" && TOKEN="$(cat t)" make --token "$TOKEN"', shell: true }`,
  ],
  [
    'an address with a port and a user',
    '{ command: [ssh, "ssh://git@a.example:22/shop", "http://a.example:8080/a@b"] }',
  ],
  ['a flag that asks', '{ command: [psql, --no-password, shop] }'],
  ['a flag with another flag behind it', '{ command: [mysql, -p, --host, db] }'],
  ['flags that name a place', '{ command: [login, --password-stdin, --token-file, /run/token, --secret-id, prod/db] }'],
  ['a port', '{ command: [ssh, -p, "22", a.example] }'],
  ['a user alone', '{ command: [curl, -u, me, --user-agent, "a:b"] }'],
  ['a secret of Kubernetes by name', '{ command: [kubectl, set, env, --from=secret/database, get, secret, database] }'],
])('is not: %s', (_what, action) => {
  expect(inCommand(action)).toEqual([])
})
