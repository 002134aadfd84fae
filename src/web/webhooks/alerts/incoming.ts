/** What alerts of each source become: one shape, whoever sent them. Takes parsed JSON; throws `NotReadable` with one sentence when it is none of what was expected. */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { IncomingAlert } from '../../../readiness/signals/track.ts'

export class NotReadable extends Error {}

/** Nobody can read more, and the journal keeps some of it. */
const ALERTS_MAX = 10_000
const LABELS_MAX = 100
const NAME_MAX = 200
const LABEL_MAX = 200
const TEXT_MAX = 500
/** What began longer ago is told as if it began now: such times are mistakes of clocks, or `0001-01-01`. */
const AGE_MS_MAX = 30 * 24 * 3_600_000

const labels = z.record(z.string(), z.coerce.string())
const numeric = z.union([z.number(), z.string()]).nullish()

/** Alertmanager's webhook, version 4, which Grafana speaks too (with `values` beside it). */
const alertmanagerSchema = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: labels.default({}),
        annotations: labels.nullish(),
        startsAt: z.string().nullish(),
        fingerprint: z.string().nullish(),
        values: z.record(z.string(), z.number().nullable()).nullish(),
      }),
    )
    .max(ALERTS_MAX),
})

/** PagerDuty's v3 webhook. Much of what a subscription sends is about something else, and has other data. */
const pagerDutySchema = z.object({ event: z.object({ event_type: z.string() }) })

/** Of those that tell that an incident has begun or ended there. */
const pagerDutyIncidentSchema = z.object({
  event: z.object({
    data: z.object({
      id: z.string(),
      title: z.string().nullish(),
      incident_key: z.string().nullish(),
      created_at: z.string().nullish(),
      urgency: z.string().nullish(),
      service: z.object({ summary: z.string().nullish() }).nullish(),
    }),
  }),
})

const jsonAlertSchema = z.object({
  name: z.string().min(1),
  key: z.string().min(1).nullish(),
  status: z.enum(['firing', 'resolved']).default('firing'),
  value: numeric,
  labels: labels.default({}),
  startsAt: z.string().nullish(),
  text: z.string().nullish(),
})
const jsonSchema = z.union([z.object({ alerts: z.array(jsonAlertSchema).max(ALERTS_MAX) }), jsonAlertSchema])

export type Source = IncomingAlert['source']

interface Reading {
  /** The program's clock, epoch ms. */
  nowMs: number
  /** Of which the keys of alerts are made, the same for all replicas; after another one what fires counts as new. */
  keySecret: string
}

export function incomingAlerts(source: Source, body: unknown, reading: Reading): IncomingAlert[] {
  if (source === 'pagerduty') return fromPagerDuty(body, reading)
  if (source === 'json') return fromJson(read(jsonSchema, body, 'name" or "alerts'), reading)
  return fromAlertmanager(source, read(alertmanagerSchema, body, 'alerts'), reading)
}

function read<T>(schema: z.ZodType<T>, body: unknown, wanted: string): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const { path = [], message = '' } = parsed.error.issues[0] ?? {}
  const where = path.length > 0 ? `"${path.join('.')}" is not as it should be (${message})` : `there is no "${wanted}"`
  throw new NotReadable(`These are no alerts: ${where}.`)
}

function fromAlertmanager(
  source: 'alertmanager' | 'grafana',
  { alerts }: z.output<typeof alertmanagerSchema>,
  reading: Reading,
): IncomingAlert[] {
  return alerts.map(({ status, labels: given, annotations, startsAt, fingerprint, values }) => {
    const name = given.alertname ?? 'An alert without a name'
    const text = annotations?.summary ?? annotations?.description ?? ''
    const [first] = Object.values(values ?? {}).filter((value) => value !== null)
    const value = numberOf(annotations?.value) ?? first
    return alertOf(
      { source, name, text, labels: given, firing: status === 'firing', value, startsAt },
      fingerprint ?? JSON.stringify(Object.entries(given).toSorted()),
      reading,
    )
  })
}

const PAGERDUTY_STATES: ReadonlyMap<string, boolean> = new Map([
  ['incident.triggered', true],
  ['incident.reopened', true],
  ['incident.resolved', false],
])
/** Ours come back as webhooks: what Muster pages about is no news to it. */
const OWN_KEY = /^DR-\d{8}-\d{4}/

/** What it cannot use it takes all the same: PagerDuty switches off a subscription whose events are refused. */
function fromPagerDuty(body: unknown, reading: Reading): IncomingAlert[] {
  const firing = PAGERDUTY_STATES.get(read(pagerDutySchema, body, 'event').event.event_type)
  if (firing === undefined) return []
  const { data } = read(pagerDutyIncidentSchema, body, 'event.data').event
  const { id, title, incident_key, created_at, urgency, service } = data
  if (OWN_KEY.test(incident_key ?? '')) return []
  const name = title ?? 'An incident in PagerDuty'
  const about = { ...(service?.summary && { service: service.summary }), ...(urgency && { urgency }) }
  return [alertOf({ source: 'pagerduty', name, text: name, labels: about, firing, startsAt: created_at }, id, reading)]
}

function fromJson(body: z.output<typeof jsonSchema>, reading: Reading): IncomingAlert[] {
  const all = 'alerts' in body ? body.alerts : [body]
  return all.map(({ name, key, status, value, labels: given, startsAt, text }) =>
    alertOf(
      ...[
        {
          source: 'json',
          name,
          text: text ?? '',
          labels: given,
          firing: status === 'firing',
          value: numberOf(value),
          startsAt,
        } as const,
      ],
      key ?? JSON.stringify([name, Object.entries(given).toSorted()]),
      reading,
    ),
  )
}

interface Found {
  source: Source
  name: string
  text: string
  labels: Record<string, string>
  firing: boolean
  value?: number | undefined
  startsAt?: string | null | undefined
}

/** @param key what names it at its source; only a hash of it is kept, because it may be made of anything, and one that cannot be guessed without the secret. */
function alertOf({ startsAt, value, ...found }: Found, key: string, { nowMs, keySecret }: Reading): IncomingAlert {
  const saidMs = Date.parse(startsAt ?? '')
  const isLikely = saidMs <= nowMs && nowMs - saidMs <= AGE_MS_MAX
  return {
    ...found,
    key: createHmac('sha256', keySecret).update(`alert\0${found.source}\n${key}`).digest('hex').slice(0, 16),
    name: clip(found.name, NAME_MAX),
    text: clip(found.text, TEXT_MAX),
    labels: Object.fromEntries(Object.entries(found.labels).slice(0, LABELS_MAX).map(shortened)),
    startsAtMs: isLikely ? saidMs : nowMs,
    ...(value !== undefined && { value }),
  }
}

/** Patterns of a plan read it, and a long text can keep one busy. Nothing else is changed: a plan may name it exactly. */
const shortened = ([label, value]: [string, string]) => [label, value.slice(0, LABEL_MAX).toWellFormed()] as const

const clip = (text: string, max: number): string => text.replace(/\s+/g, ' ').trim().slice(0, max).toWellFormed()

function numberOf(written: string | number | null | undefined): number | undefined {
  if (written === null || written === undefined || String(written).trim() === '') return undefined
  const number = Number(written)
  return Number.isFinite(number) ? number : undefined
}
