/** What the doctor examines in a test: settings for simulated services, a plan, and one check at a time or all of them. */
import { onTestFinished } from 'vitest'
import { startMailSim } from '../../sim/mail/mail.ts'
import { startPagerDutySim } from '../../sim/pagerduty/pagerduty.ts'
import { startTwilioSim } from '../../sim/twilio/twilio.ts'
import { examine } from '../../src/doctor/examine.ts'
import type { Check, Finding, Subject } from '../../src/doctor/finding.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Settings } from '../../src/program/settings.ts'
import { testPlan } from '../incident/test-plan.ts'
import { startWorkspace } from '../sim/slack/workspace.ts'
import { surroundings, temporaryFolder } from '../sim/surroundings.ts'

export const SECRET = 'the-secret-of-this-muster'

export function subjectOf(settings: Partial<Settings> = {}, more: Partial<Subject> & { plan?: Plan } = {}): Subject {
  const { plan = testPlan(), ...rest } = more
  let nonces = 0
  return {
    settings: {
      dataDir: '/nowhere',
      port: 0,
      host: '127.0.0.1',
      secret: SECRET,
      plans: [],
      templates: 'templates',
      actions: { environment: {} },
      ...settings,
    },
    problems: [],
    plans: { plans: [plan], files: [], problems: [], warnings: [] },
    hooksPath: '/hooks',
    nowMs: Date.now,
    nonce: () => `nonce-${++nonces}`,
    ...rest,
  }
}

/** What one check finds, without the names that are the same for all of it. */
export async function findingsOf(check: Check, subject: Subject, limitMs?: number): Promise<Finding[]> {
  const found = await examine(subject, [check], limitMs === undefined ? {} : { limitMs })
  return found.map(({ check: _, group: __, ...finding }) => finding)
}

/** @param options other people and channels than the workspace of most tests. */
export async function slackSettings(options: Parameters<typeof startWorkspace>[0] = {}) {
  const workspace = await startWorkspace(options)
  const { botToken, appToken, botApiUrl: apiUrl } = workspace.slack
  return { ...workspace, settings: { slack: { botToken, appToken, apiUrl } } }
}

/** @param onCall who is on call at PagerDuty, by schedule and user. */
export async function pagerDutySettings(onCall: { schedule: string; user: string }[] = []) {
  const around = surroundings()
  const users = Object.entries(testPlan().people).map(([id, { name, pagerduty = '' }]) => {
    return { id: pagerduty, name, email: `${id}@example.com` }
  })
  const caPath = `${temporaryFolder()}/ca.pem`
  const sim = await startPagerDutySim({ ...around, users, onCall, webhookSecrets: ['of the webhook'], caPath })
  onTestFinished(() => sim.close())
  const { apiKey, ca, botServer: server, routingKey } = sim
  const pagerduty = { routingKeys: { PAGERDUTY_ROUTING_KEY: routingKey }, apiKey, server, ca }
  return { ...around, sim, settings: { pagerduty } }
}

export async function twilioSettings() {
  const around = surroundings()
  const sim = await startTwilioSim({ ...around, from: '+15005550100' })
  onTestFinished(() => sim.close())
  const { accountSid, authToken, from, botUrl: baseUrl } = sim
  return { ...around, sim, settings: { twilio: { accountSid, authToken, from, baseUrl } } }
}

/** Points the number's answers at an address, as somebody does in Twilio's console. */
export async function setAnswersUrl({ url, accountSid, authToken }: Twilio, smsUrl: string): Promise<void> {
  const numbers = `${url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const listed = await fetch(`${numbers}.json`, { headers: { authorization } })
  const { incoming_phone_numbers: all } = (await listed.json()) as { incoming_phone_numbers: { sid: string }[] }
  const body = new URLSearchParams({ SmsUrl: smsUrl })
  await fetch(`${numbers}/${all[0]?.sid}.json`, { method: 'POST', headers: { authorization }, body })
}
type Twilio = Awaited<ReturnType<typeof startTwilioSim>>

export async function mailSettings() {
  const around = surroundings()
  const credentials = { user: 'muster', pass: 'mail-password' }
  const sim = await startMailSim({ ...around, credentials })
  onTestFinished(() => sim.close())
  const address = (login: { user: string; pass: string }) =>
    `smtp://${login.user}:${login.pass}@${sim.smtp.host}:${sim.smtp.port}`
  const settings = { email: { url: address(credentials), from: 'dr@example.com' } }
  return { ...around, sim, address, settings }
}
