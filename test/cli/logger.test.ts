/** What the logger really writes, line by line. */
import { expect, test } from 'vitest'
import { createLogger } from '../../src/cli/logger.ts'
import { secretsOf } from '../../src/program/secrets-of.ts'
import type { Settings } from '../../src/program/settings.ts'

const SETTINGS: Settings = {
  ...{ dataDir: '', port: 0, host: '', plans: [], templates: '', secret: 'muster/secret+0123456789' },
  databaseUrl: 'postgres://muster:pass%2Fword-of-db@db/muster',
  consoleToken: 'console-token-0123456789',
  heartbeatUrl: 'https://hc.example.com/ping/5f1c-secret',
  slack: { botToken: 'xoxb-1-abcdefgh', appToken: 'xapp-1-abcdefgh', signingSecret: 'signing-secret-abc' },
  pagerduty: { routingKeys: { PAGERDUTY_ROUTING_KEY: 'R0123456789ABCDEF' }, apiKey: 'u+apikeyapikey' },
  twilio: { accountSid: 'AC1', authToken: 'twilio-auth-token', from: '+1' },
  email: { url: 'smtps://user:mail-password@smtp:465', from: 'a@b' },
  statuspage: { apiKey: 'statuspage-api-key' },
  s3: { bucket: 'b', region: 'r', accessKeyId: 'AKIA', secretAccessKey: 's3-secret-access-key' },
  anchors: { signingKey: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIabc\n-----END PRIVATE KEY-----\n' },
  traces: { url: 'http://c', headers: { authorization: 'Bearer trace-token' }, service: 'muster' },
  actions: { environment: {} },
}

function open(secrets: string[]) {
  const lines: string[] = []
  return { lines, logger: createLogger({ level: 'info', to: { write: (line) => lines.push(line) }, secrets }) }
}

test('no secret of the settings goes out, in whatever it stands and in whatever form', () => {
  const secrets = secretsOf(SETTINGS)
  // All of them: whoever adds one to the settings adds it there.
  expect(secrets).toHaveLength(17)
  const { lines, logger } = open(secrets)
  for (const secret of secrets) {
    const basic = Buffer.from(`user:${secret}`).toString('base64')
    const cause = new Error(`connecting to ${encodeURIComponent(secret)} failed`)
    logger.error({ err: new Error(`refused: ${secret}`, { cause }), job: { detail: [basic] } }, `it was ${secret}`)
  }
  const text = lines.join('')
  for (const secret of secrets) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      expect(text).not.toContain(form)
    expect(text).not.toContain(Buffer.from(`user:${secret}`).toString('base64'))
  }
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: 50, msg: expect.stringContaining('it was ‹secret›') })
})

test('what is called a secret is left out though nobody knows it, and the rest stays readable', () => {
  const { lines, logger } = open([])
  logger.warn({ request: { headers: { authorization: 'Bearer foreign' }, path: '/x' }, token: 'foreign' }, 'refused')
  expect(lines.join('')).not.toContain('foreign')
  expect(JSON.parse(lines[0]!)).toMatchObject({ request: { path: '/x' }, token: '‹secret›', msg: 'refused' })
})

test('a short password hides nothing but itself where it has a name', () => {
  expect(secretsOf({ ...SETTINGS, databaseUrl: 'postgres://muster:muster@db/muster' })).not.toContain('muster')
})
