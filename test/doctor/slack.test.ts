/** The doctor's Slack checks, by Slack's own SDK against the simulated workspace. */
import { expect, test } from 'vitest'
import { BOT_SCOPES } from '../../src/adapters/slack/scopes.ts'
import { slackConnection } from '../../src/doctor/slack-connection.ts'
import { slackScopes } from '../../src/doctor/slack-scopes.ts'
import { slackToken } from '../../src/doctor/slack-token.ts'
import { findingsOf, slackSettings, subjectOf } from './patient.ts'

test('a token that works says whose it is', async () => {
  const { settings } = await slackSettings()
  const [found] = await findingsOf(slackToken, subjectOf(settings))
  expect(found).toMatchObject({
    level: 'ok',
    what: expect.stringMatching(/^The bot token is @\S+ in the workspace Sandbox$/),
  })
})

test('a token that Slack does not know, one of a person, and none', async () => {
  const { settings, slack } = await slackSettings()
  const tokenOf = async (botToken: string) =>
    (await findingsOf(slackToken, subjectOf({ slack: { ...settings.slack, botToken } })))[0]
  expect(await tokenOf('xoxb-unknown')).toMatchObject({
    level: 'error',
    why: expect.stringContaining('(invalid_auth)'),
    remedy: expect.stringMatching(/^Set SLACK_BOT_TOKEN to the Bot User OAuth Token \(api\.slack\.com/),
  })
  expect(await tokenOf(Object.values(slack.userTokens)[0]!)).toMatchObject({
    level: 'error',
    what: expect.stringContaining('the token of a person'),
  })
  expect(await findingsOf(slackToken, subjectOf())).toMatchObject([{ level: 'skipped', what: 'Slack is off' }])
})

test('Slack out of reach is the network’s fault and not the token’s', async () => {
  const { settings, faults } = await slackSettings()
  faults.set({ service: 'slack', fault: 'down' })
  const [found] = await findingsOf(slackToken, subjectOf(settings))
  expect(found).toMatchObject({ level: 'error', remedy: expect.stringContaining('reach slack.com') })
  expect(await findingsOf(slackScopes, subjectOf(settings))).toMatchObject([{ level: 'skipped' }])
})

test('being asked too often is no verdict on the token', async () => {
  const { settings, faults } = await slackSettings()
  faults.set({ service: 'slack', fault: 'rate-limit', retryAfter: 20 })
  for (const check of [slackToken, slackConnection]) {
    expect(await findingsOf(check, subjectOf(settings))).toMatchObject([
      { level: 'warning', why: expect.stringContaining('wait 20 s'), remedy: 'Run `muster doctor` again in a minute.' },
    ])
  }
})

test('scopes: as the manifest asks, some missing, some too many', async () => {
  const { settings, slack } = await slackSettings()
  const scopes = () => findingsOf(slackScopes, subjectOf(settings))
  expect(await scopes()).toMatchObject([{ level: 'ok' }])
  slack.reinstall([...BOT_SCOPES.filter((scope) => scope !== 'pins:write'), 'emoji:read'])
  expect(await scopes()).toMatchObject([
    {
      level: 'error',
      what: 'The app lacks pins:write',
      why: 'Slack will refuse pins.add.',
      remedy: expect.stringContaining('manifest.yml'),
    },
    { level: 'warning', what: 'The app has more than it needs: emoji:read', remedy: expect.stringContaining('OAuth') },
  ])
  slack.reinstall(BOT_SCOPES.filter((scope) => scope !== 'commands'))
  expect(await scopes()).toMatchObject([{ why: 'Slack will refuse to deliver what people type and press.' }])
})

test('Socket Mode is opened by an app-level token and by no other', async () => {
  const { settings } = await slackSettings()
  expect(await findingsOf(slackConnection, subjectOf(settings))).toMatchObject([{ level: 'ok' }])
  const slack = { ...settings.slack, appToken: settings.slack.botToken }
  expect(await findingsOf(slackConnection, subjectOf({ slack }))).toMatchObject([
    {
      level: 'error',
      why: expect.stringContaining('wrong kind'),
      remedy: expect.stringContaining('connections:write'),
    },
  ])
})

test('over HTTP Slack needs somewhere to send to', async () => {
  const slack = { botToken: 'xoxb-1', signingSecret: 'signs' }
  const publicUrl = 'https://muster.example.com'
  expect(await findingsOf(slackConnection, subjectOf({ slack, publicUrl }))).toMatchObject([
    { level: 'ok', what: expect.stringContaining('https://muster.example.com/slack/events') },
  ])
  expect(await findingsOf(slackConnection, subjectOf({ slack }))).toMatchObject([
    { level: 'error', remedy: expect.stringContaining('MUSTER_PUBLIC_URL') },
  ])
  expect(await findingsOf(slackConnection, subjectOf({ slack: { botToken: 'xoxb-1' } }))).toMatchObject([
    { level: 'error', what: 'Nobody can type /dr', remedy: expect.stringContaining('SLACK_APP_TOKEN') },
  ])
})
