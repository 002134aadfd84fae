/**
 * The outside world of a rehearsal: what becomes of an effect that is handed out, and after how long. Everything works at once unless a fault of its service is
 * on; what fails does so in the words and with the details that the real adapters report. Nothing here does any I/O.
 */
import type { ExternalEffect } from '../../incident/effects.ts'
import type { IncidentState } from '../../incident/state.ts'
import { privately } from '../../plan/actor.ts'
import type { Outcome } from '../../plan/core.ts'
import type { AudienceMeans, Means, Plan } from '../../plan/schema.ts'
import { RATE_LIMIT_MS, SLOW_SERVICE_MS } from '../assumptions.ts'
import { type Fault, faultsAt, type Service } from '../faults.ts'

export interface Around {
  plan: Plan
  state: IncidentState
  faults: readonly Fault[]
  nowMs: number
  deadlineMs: number
  /** Of the attempt: names what a provider would answer. */
  ref: string
}

export interface Carried {
  outcome: Outcome
  afterMs: number
}

type Simulated = Exclude<ExternalEffect, { kind: 'run-step' }>

const BY_MEANS: Record<Means, Service> = {
  slack: 'slack',
  pagerduty: 'pagerduty',
  sms: 'twilio',
  voice: 'twilio',
  email: 'email',
}

/** Null: nothing outside is needed. */
const BY_AUDIENCE_MEANS: Record<AudienceMeans, Service | null> = {
  ...BY_MEANS,
  'slack-dm': 'slack',
  'status-page': null,
  webhook: null,
  manual: null,
}

/** What reaches somebody by the first of these that works. */
const ANY_MEANS: Service[] = ['slack', 'twilio', 'email']

/** An adapter gives up this long before its attempt counts as lost, and says so. */
const GIVES_UP_BEFORE_MS = 1_000

const SERVICE_NAMES: Record<Service, string> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  twilio: 'Twilio',
  email: 'The mail server',
  statuspage: 'Statuspage',
  s3: 'S3',
}

export function carry(effect: Simulated, around: Around): Carried {
  const services = servicesOf(effect)
  if (services.length === 0) return { outcome: { ok: true, detail: detailOf(effect, around) }, afterMs: 0 }
  const tried = services.map((service) => answerOf(service, effect, around))
  return tried.find(({ outcome }) => outcome.ok) ?? tried.at(-1)!
}

function servicesOf(effect: Simulated): Service[] {
  switch (effect.kind) {
    case 'page':
    case 'ask-approval':
    case 'send-link':
    case 'send-code':
      return [BY_MEANS[effect.means]]
    case 'notify': {
      const service = BY_AUDIENCE_MEANS[effect.means]
      return service ? [service] : []
    }
    case 'ask-again':
    case 'tell-clock':
    case 'ask-task':
    case 'tell-notice':
    case 'tell-duty':
      return ANY_MEANS
    case 'check-delivery':
      return ['twilio']
    case 'on-call-lookup':
    case 'settle-pagerduty':
      return ['pagerduty']
    case 'publish-status':
      return ['statuspage']
    case 'publish-site':
    case 'find-restore-points':
    case 'file-report':
    case 'file-review':
      return ['s3']
    case 'tell-subscribers':
    case 'send-review':
      return ['email']
    case 'compose':
    case 'tell-watch':
      return []
    default:
      return ['slack']
  }
}

function answerOf(service: Service, effect: Simulated, around: Around): Carried {
  const { nowMs, deadlineMs, state, faults } = around
  const name = SERVICE_NAMES[service]
  const failed = (reason: string, more: { retryAtMs?: number } = {}): Carried => ({
    outcome: { ok: false, reason, ...more },
    afterMs: 0,
  })
  const detail = detailOf(effect, around)
  const fault = faultsAt(faults, 'service', service, nowMs - state.declaredMs).at(-1)?.fault
  switch (fault) {
    case undefined:
      return { outcome: { ok: true, detail }, afterMs: 0 }
    case 'down':
      return failed(`${name} cannot be reached.`)
    case 'error':
      return failed(`${name} answered with an error (503).`)
    case 'rate-limit':
      return failed(`${name} asks us to wait.`, { retryAtMs: nowMs + RATE_LIMIT_MS })
    case 'slow': {
      const leftMs = deadlineMs - nowMs - GIVES_UP_BEFORE_MS
      if (leftMs > SLOW_SERVICE_MS) return { outcome: { ok: true, detail }, afterMs: SLOW_SERVICE_MS }
      return { ...failed('no answer before the deadline'), afterMs: Math.max(0, leftMs) }
    }
  }
}

function detailOf(effect: Simulated, { state, ref }: Around): Record<string, unknown> {
  switch (effect.kind) {
    case 'page':
      return pageDetail(effect.means, ref)
    case 'ask-approval':
    case 'ask-task':
      return 'means' in effect && effect.means !== 'slack' ? { ref } : { ref, channel: 'D-REHEARSAL' }
    case 'check-delivery':
      return { status: 'delivered' }
    case 'open-channel':
      return { channelId: 'C-REHEARSAL', channelName: state.id.toLowerCase() }
    case 'show-board':
    case 'say':
    case 'show-step':
    case 'show-task':
      return { ts: ref }
    case 'compose':
      return { text: privately(JSON.stringify({ sections: { text: 'Rehearsal' } })) }
    case 'publish-status':
      return { hostedId: 'rehearsal' }
    case 'find-restore-points':
      return { points: [] }
    default:
      return {}
  }
}

function pageDetail(means: Means, ref: string): Record<string, unknown> {
  if (means === 'slack') return { ref, channel: 'D-REHEARSAL' }
  return means === 'sms' || means === 'voice' ? { ref, awaitsReport: true } : {}
}
