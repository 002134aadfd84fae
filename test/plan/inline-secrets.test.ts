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
  ['a webhook of Slack', `{ http: 'https://hooks.slack.com/services/T0/B0/${SECRET}', method: POST }`, 'http'],
  ['… of Discord', `{ http: 'https://discord.com/api/webhooks/1/${SECRET}', method: POST }`, 'http'],
  ['… of Teams', `{ http: 'https://a.webhook.office.com/webhookb2/${SECRET}', method: POST }`, 'http'],
  ['… in a command', `{ command: [curl, 'https://hooks.slack.com/services/T0/B0/${SECRET}'] }`, 'command[1]'],
  ['a token in an address', `{ http: 'https://a.example/x?a=1&token=${SECRET}' }`, 'http'],
  ['a key in an address', `{ http: 'https://a.example/x?api_key=${SECRET}' }`, 'http'],
  ['… by the name of key alone', `{ http: 'https://a.example/x?a=1&key=${SECRET}' }`, 'http'],
  ['… behind a variable', `{ http: { env: SHOP_URL, path: '/x?access_token=${SECRET}' } }`, 'http.path'],
  ['… in an argument', `{ command: [curl, 'https://a.example/x?apikey=${SECRET}'] }`, 'command[1]'],
  ['… in a shell', `{ command: 'curl "https://a.example/x?sig=${SECRET}"', shell: true }`, 'command'],
  ['what is sent', `{ http: 'https://a.example', method: POST, json: { password: ${SECRET} } }`, 'json.password'],
  [
    'what is sent further in',
    `{ http: 'https://a.example', method: POST, json: { a: [{ apiKey: ${SECRET} }] } }`,
    'json.a[0].apiKey',
  ],
  ['a form', `{ http: 'https://a.example', method: POST, body: 'user=me&password=${SECRET}' }`, 'body'],
  ['JSON in a text', `{ http: 'https://a.example', method: POST, body: '{"client_secret": "${SECRET}"}' }`, 'body'],
  ['XML', `{ http: 'https://a.example', method: POST, body: '<a><Password>${SECRET}</Password></a>' }`, 'body'],
  ['JSON in an argument', `{ command: [curl, --json, '{"token":"${SECRET}"}', a.example] }`, 'command[2]'],
  ['a cookie', `{ http: https://a.example, headers: { Cookie: 'session=${SECRET}' } }`, 'headers.Cookie'],
  ['a header of Cloudflare', `{ http: https://a.example, headers: { X-Auth-Key: ${SECRET} } }`, 'headers.X-Auth-Key'],
  ['a header of a key for curl', `{ command: [curl, -H, 'X-Api-Key: ${SECRET}', a.example] }`, 'command[2]'],
  ['… of any scheme', `{ command: [curl, --header, 'Authorization: ${SECRET}'] }`, 'command[2]'],
  ['… in one word', `{ command: [curl, '--header=X-Auth-Token:${SECRET}'] }`, 'command[1]'],
  ['… in a shell', `{ command: "curl -H 'X-Api-Key: ${SECRET}' a.example", shell: true }`, 'command'],
  ['a cookie for curl', `{ command: [curl, -b, 'session=${SECRET}'] }`, 'command[2]'],
])('is refused and not repeated: %s', (_what, action, path) => {
  const problems = inCommand(action)
  expect(problems).toMatchObject([
    { rule: 'secret-inline', path: `scenarios.fire.phases[0].steps[4].do[0].${path}`, line: 55 },
  ])
  expect(problems[0]?.remedy).toMatch(/\{ (secret|env): ITS_NAME \}/)
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|AKIAABC|xoxb-1|ghp_abc/)
})

it('is refused wherever a recovery has it', () => {
  const url = `postgres://u:${SECRET}@db/shop`
  expect(faults(['manual: Rebuild it by hand', `manual: Use ${url}`])).toMatchObject([
    { rule: 'secret-inline', path: 'scenarios.fire.phases[0].steps[5].manual' },
  ])
  expect(faults(["pattern: '[a-z0-9/.-]+'", `pattern: '.+', default: '${url}'`])).toMatchObject([
    { rule: 'secret-inline', path: 'values.restored.default' },
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
  ['a webhook in a variable', '{ http: { env: SLACK_HOOK, path: "?wait=true" }, method: POST, json: { text: down } }'],
  ['a webhook in a variable of the shell', `{ command: 'curl "https://hooks.slack.com/services/$HOOK"', shell: true }`],
  ['a page about webhooks', '{ http: "https://api.slack.com/messaging/webhooks" }'],
  ['a value in an address', '{ http: "https://a.example/x?token={host}&key={host}" }'],
  ['the key of an entry', '{ http: "https://a.example/v1/kv?key=shop/leader&keys=a1b2c3d4&sort=key" }'],
  ['a token in a variable of the shell', `{ command: 'curl "https://a.example/x?token=$TOKEN"', shell: true }`],
  [
    'what says of what kind a token is',
    '{ http: https://a.example, method: POST, json: { token_type: bearer, password: { value: host }, secret: "", count: 1 } }',
  ],
  ['a text that speaks of a password', `{ http: https://a.example, method: POST, body: 'The password: it is gone.' }`],
  ['headers that are none', '{ http: https://a.example, headers: { X-Auth-Email: a@b.example, Idempotency-Key: a1 } }'],
  [
    'a header that the shell fills in',
    `{ command: 'curl -H "Authorization: Bearer $TOKEN" -H "X-Api-Key: $KEY" -H "Cookie: session=$ID" a', shell: true }`,
  ],
  ['a header without a secret', '{ command: [curl, -H, "Content-Type: application/json", -b, cookies.txt] }'],
  ['a secret of Kubernetes by name', '{ command: [kubectl, set, env, --from=secret/database, get, secret, database] }'],
])('is not: %s', (_what, action) => {
  expect(inCommand(action)).toEqual([])
})
