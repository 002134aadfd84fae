import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig, readDatabaseConfig } from '../../src/cli/config.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const SECRET = { MUSTER_SECRET: 'sixteen-characters-or-more' }
const problemsOf = (env: Record<string, string>) => {
  const config = readConfig(env, folder)
  return config.ok ? [] : config.problems
}

test('a secret is enough: the defaults do the rest and every adapter is off', () => {
  const config = readConfig(SECRET, folder)
  expect(config).toMatchObject({
    ok: true,
    settings: { dataDir: join(folder, '.muster'), port: 8080, host: '0.0.0.0', plans: [join(folder, 'plans')] },
  })
  expect(config.ok && Object.keys(config.settings).sort()).toEqual([
    'actions',
    'dataDir',
    'host',
    'plans',
    'port',
    'secret',
    'templates',
  ])
})

test('everything set arrives shaped', () => {
  writeFileSync(join(folder, 'ca.pem'), 'PEM')
  const pem = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder, 'dkim.pem'), pem)
  const config = readConfig(
    {
      ...SECRET,
      DATABASE_URL: 'postgres://muster:pw@db.example.com/muster',
      MUSTER_PORT: '0',
      MUSTER_PUBLIC_URL: 'https://muster.example.com/',
      MUSTER_PLANS: 'a.yaml, b',
      MUSTER_CONSOLE_TOKEN: 'another-sixteen-characters',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      PAGERDUTY_ROUTING_KEY: 'R1',
      SHOP_KEY: 'R2',
      PAGERDUTY_CA: 'ca.pem',
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 't',
      TWILIO_FROM: '+14155550100, +14155550101',
      TWILIO_SMS_PER_SECOND: '2.5',
      SMTP_URL: 'smtps://u:p@mail.example.com:465',
      MAIL_FROM: 'dr@example.com',
      MAIL_DKIM_DOMAIN: 'example.com',
      MAIL_DKIM_SELECTOR: 'dr',
      MAIL_DKIM_KEY_FILE: 'dkim.pem',
      STATUSPAGE_API_KEY: 'S',
      SLACK_SIGNING_SECRET: '',
    },
    folder,
    ['SHOP_KEY', 'PAGERDUTY_ROUTING_KEY'],
  )
  expect(config).toMatchObject({
    ok: true,
    settings: {
      databaseUrl: 'postgres://muster:pw@db.example.com/muster',
      port: 0,
      publicUrl: 'https://muster.example.com',
      plans: [join(folder, 'a.yaml'), join(folder, 'b')],
      consoleToken: 'another-sixteen-characters',
      slack: { botToken: 'xoxb-1', appToken: 'xapp-1' },
      pagerduty: { routingKeys: { PAGERDUTY_ROUTING_KEY: 'R1', SHOP_KEY: 'R2' }, ca: 'PEM' },
      twilio: {
        ...{ accountSid: 'AC1', authToken: 't', from: '+14155550100', alsoFrom: ['+14155550101'] },
        rates: { smsPerSecond: 2.5 },
      },
      email: {
        ...{ url: 'smtps://u:p@mail.example.com:465', from: 'dr@example.com' },
        dkim: { domain: 'example.com', selector: 'dr', privateKey: pem },
      },
      statuspage: { apiKey: 'S' },
    },
  })
  expect(config.ok && config.settings.slack).not.toHaveProperty('signingSecret')
})

test.each([
  [{}, /^MUSTER_SECRET is missing/],
  [{ MUSTER_SECRET: 'short' }, /^MUSTER_SECRET is too short to be a secret/],
  [{ ...SECRET, MUSTER_PORT: '80a' }, /^MUSTER_PORT is "80a": write a port between 0 and 65535\.$/],
  [{ ...SECRET, MUSTER_PUBLIC_URL: 'muster.example.com' }, /^MUSTER_PUBLIC_URL is no address/],
  [
    { ...SECRET, MUSTER_PUBLIC_ULR: 'x' },
    /^MUSTER_PUBLIC_ULR is no variable of Muster: did you mean MUSTER_PUBLIC_URL\?$/,
  ],
  [{ ...SECRET, MUSTER_CONTACTS: 'nowhere.yaml' }, /^MUSTER_CONTACTS names nowhere\.yaml, which is not there\.$/],
  [{ ...SECRET, MUSTER_CONFIG: 'nowhere.yaml' }, /^MUSTER_CONFIG names nowhere\.yaml/],
  [{ ...SECRET, TWILIO_ACCOUNT_SID: 'AC1', TWILIO_FROM: '+14155550100' }, /^TWILIO_AUTH_TOKEN is missing though/],
  [{ ...SECRET, TWILIO_FROM: '555' }, /^TWILIO_FROM is "555"/],
  [{ ...SECRET, TWILIO_FROM: '+14155550100, 555' }, /^TWILIO_FROM is "555"/],
  [{ ...SECRET, TWILIO_SMS_PER_SECOND: '0' }, /^TWILIO_SMS_PER_SECOND is "0": write a number above 0/],
  [{ ...SECRET, MAIL_DKIM_DOMAIN: 'example.com', MAIL_DKIM_SELECTOR: 'dr' }, /^MAIL_DKIM_KEY_FILE is missing though/],
  [{ ...SECRET, SLACK_SIGNING_SECRET: 's' }, /^SLACK_BOT_TOKEN is missing though SLACK_SIGNING_SECRET is set/],
  [{ ...SECRET, SMTP_URL: 'smtp://mail.example.com' }, /^MAIL_FROM is missing/],
  [
    { ...SECRET, DATABASE_URL: 'mysql://root:hunter2@db/x' },
    /^DATABASE_URL is no address: write one that begins with postgres:/,
  ],
])('one sentence names the variable: %j', (env, sentence) => {
  const problems = problemsOf(env as Record<string, string>)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(sentence)
  expect(problems[0]).not.toContain('hunter2')
})

test('a key for signing mail that is none is a problem, and is not repeated', () => {
  writeFileSync(join(folder, 'no-key.pem'), 'hunter2')
  const dkim = {
    MAIL_DKIM_DOMAIN: 'example.com',
    MAIL_DKIM_SELECTOR: 'dr',
    MAIL_DKIM_KEY_FILE: join(folder, 'no-key.pem'),
  }
  expect(problemsOf({ ...SECRET, ...dkim })).toEqual([
    'MAIL_DKIM_KEY_FILE holds no private key: give the path of a PEM file without a password.',
  ])
})

test('all problems come at once', () => {
  expect(problemsOf({ MUSTER_PORT: 'x', SMTP_URL: 'mail', MUSTER_PALNS: 'plans' })).toHaveLength(4)
})

test('muster.yaml gives what is no secret; the environment wins; a secret in it is refused', () => {
  const file = join(folder, 'muster.yaml')
  writeFileSync(file, 'port: 9000\nplans: [x.yaml, y]\ntwilio: { from: "+14155550100" }\n')
  expect(readConfig(SECRET, folder)).toMatchObject({
    ok: true,
    settings: { port: 9000, plans: [join(folder, 'x.yaml'), join(folder, 'y')] },
  })
  expect(readConfig({ ...SECRET, MUSTER_PORT: '1' }, folder)).toMatchObject({ settings: { port: 1 } })
  writeFileSync(file, 'slack: { botToken: xoxb-1 }\nport: "x"\n')
  expect(problemsOf(SECRET)).toEqual([
    expect.stringMatching(/^muster\.yaml: port:/),
    expect.stringMatching(/^muster\.yaml has no setting slack\.botToken: secrets belong into the environment/),
  ])
  writeFileSync(file, 'plan: [x.yaml]\n')
  expect(problemsOf(SECRET)).toEqual(['muster.yaml has no setting plan: did you mean plans?'])
  writeFileSync(file, 'mail: { dkim: { domian: shop.example } }\n')
  expect(problemsOf(SECRET)).toContain('muster.yaml has no setting mail.dkim.domian: did you mean mail.dkim.domain?')
  writeFileSync(file, 'port: [')
  expect(problemsOf(SECRET)[0]).toMatch(/^muster\.yaml is no YAML/)
  rmSync(file)
})

test('the offline commands need no secret', () => {
  expect(readDatabaseConfig({ MUSTER_DATA_DIR: 'data' }, folder)).toEqual({
    ok: true,
    settings: { dataDir: join(folder, 'data') },
  })
})

test('the page as files: a folder, a bucket with the keys of the other one or its own, or what is missing', () => {
  const site = (env: Record<string, string>) => {
    const config = readConfig({ ...SECRET, ...env }, folder)
    return config.ok ? config.settings.site : config.problems
  }
  const other = {
    MUSTER_S3_BUCKET: 'output',
    MUSTER_S3_ACCESS_KEY_ID: 'K',
    MUSTER_S3_SECRET_ACCESS_KEY: 'S',
    MUSTER_S3_REGION: 'eu-central-1',
  }
  expect(site({ MUSTER_STATUS_DIR: 'public', MUSTER_STATUS_ADDRESS: 'https://status.example.com/' })).toEqual({
    dir: join(folder, 'public'),
    address: 'https://status.example.com',
  })
  const bucket = { MUSTER_STATUS_S3_BUCKET: 'status', MUSTER_STATUS_S3_PREFIX: '/public/' }
  expect(site({ ...other, ...bucket })).toEqual({
    s3: { bucket: 'status', region: 'eu-central-1', accessKeyId: 'K', secretAccessKey: 'S', prefix: 'public/' },
  })
  const own = { MUSTER_STATUS_S3_ACCESS_KEY_ID: 'K2', MUSTER_STATUS_S3_SECRET_ACCESS_KEY: 'S2' }
  expect(site({ ...other, ...bucket, ...own })).toMatchObject({ s3: { accessKeyId: 'K2', secretAccessKey: 'S2' } })
  expect(site(bucket)).toEqual([expect.stringMatching(/^MUSTER_STATUS_S3_BUCKET is set without a key/)])
  expect(site({ ...other, ...bucket, MUSTER_STATUS_S3_ACCESS_KEY_ID: 'K2' })).toEqual([
    expect.stringMatching(/^MUSTER_STATUS_S3_SECRET_ACCESS_KEY is missing/),
  ])
  expect(site({ MUSTER_STATUS_ADDRESS: 'https://status.example.com' })).toEqual([
    expect.stringMatching(/^MUSTER_STATUS_ADDRESS is set, but nothing is published/),
  ])
})
