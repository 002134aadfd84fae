/** Nothing secret stands in the log, by whatever way it got into a line. */
import { expect, test } from 'vitest'
import { createLogger } from '../../src/cli/logger.ts'
import { hiding } from '../../src/program/secrets.ts'
import type { Settings } from '../../src/program/settings.ts'

const PLANTED = {
  secret: 'planted-program-secret',
  consoleToken: 'planted-console-token',
  metricsToken: 'planted-metrics-token',
  alertsSecret: 'planted-alerts"secret',
  heartbeatUrl: 'https://beat.example.com/planted-heartbeat',
  databaseUrl: 'postgres://muster:planted%2Fpassword@db/muster',
  slack: { botToken: 'xoxb-planted', appToken: 'xapp-planted', signingSecret: 'planted-signing' },
  pagerduty: { routingKeys: { KEY: 'planted-routing' }, apiKey: 'planted-rest', webhookSecret: 'planted-webhook' },
  twilio: { accountSid: 'AC1', authToken: 'planted-twilio', from: '+1' },
  email: {
    url: 'smtps://user:planted-mail@smtp.example.com',
    from: 'a@example.com',
    dkim: { domain: 'd', selector: 's', privateKey: '-----BEGIN\nplanted-dkim\nEND' },
  },
  statuspage: { apiKey: 'planted-statuspage' },
  s3: { bucket: 'b', region: 'r', accessKeyId: 'k', secretAccessKey: 'planted-s3' },
  site: { s3: { bucket: 'b', region: 'r', accessKeyId: 'k', secretAccessKey: 'planted-site', prefix: '' } },
  traces: { url: 'http://c', headers: { authorization: 'Bearer planted-traces' }, service: 'muster' },
  anchors: { signingKey: '-----BEGIN PRIVATE KEY-----\nplanted-signing-key' },
} as const
const settings = { ...PLANTED, plans: [], actions: { environment: {} } } as unknown as Settings

/** Every text of the planted settings that is a secret. */
const secrets = (at: unknown = PLANTED): string[] =>
  typeof at === 'string'
    ? at.includes('planted')
      ? [at]
      : []
    : Object.values(at as object).flatMap((one) => secrets(one))

test('every secret of the settings is hidden: in messages, fields, errors and their causes', () => {
  const lines: string[] = []
  const logger = createLogger('info', { write: (line) => void lines.push(line) }, hiding(settings))
  expect(secrets().length).toBeGreaterThanOrEqual(19)
  for (const secret of [...secrets(), 'planted/password']) {
    logger.info({ about: { deep: [`said ${secret} here`] } }, `and ${secret}`)
    logger.error({ err: new Error(`refused: ${secret}`, { cause: new Error(secret) }) }, 'failed')
  }
  expect(lines).toHaveLength((secrets().length + 1) * 2)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) })
  expect(lines.filter((line) => line.includes('planted'))).toEqual([])
})

test('credentials that a library hangs on what it reports are hidden by their name', () => {
  const lines: string[] = []
  const logger = createLogger('info', { write: (line) => void lines.push(line) })
  logger.warn({ request: { headers: { authorization: 'Bearer unknown-to-us' } }, token: 'unknown-to-us' }, 'refused')
  expect(lines.join()).not.toContain('unknown-to-us')
})
