/** A watch over a plan with probes, signals and tiers, to which things are reported. */
import { type Private, privately, SYSTEM } from '../../../src/plan/actor.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import { refOf } from '../../../src/readiness/signals/meaning.ts'
import type { IncomingAlert } from '../../../src/readiness/signals/track.ts'
import type { Event } from '../../../src/readiness/watch/events.ts'
import { watchedPlan } from '../../program/probes/watched-plan.ts'
import { type Answering, watching } from '../watching.ts'

export const T0 = Date.UTC(2026, 10, 28, 10)
export const MINUTE = 60_000
export const by = { id: 'slack:U1', person: 'ann', via: 'slack' } as const

export const PLAN = watchedPlan(`probes:
  web: { label: The shop answers, ask: { http: 'https://shop.example/health' }, scenario: fire, tier: now }
  slow: { label: The shop is quick, ask: { http: 'https://shop.example/', expect: { within: 2 s } }, tier: soon }
  plain: { label: The port is open, ask: { tcp: shop.example, port: 443 } }
alerts:
  - { id: outage, label: Out, respond: 0-5 minutes, reaction: declare, severity: major, triggers: [Out] }
  - { id: now, label: Now, respond: 0-5 minutes, reaction: page, severity: major, declareAfter: 20 min, triggers: [Down] }
  - { id: soon, label: Soon, respond: 5-30 minutes, severity: minor, unknown: true, triggers: [Slow] }
  - { id: quiet, label: Only told, respond: 0-60 minutes, reaction: tell, triggers: [Backups] }
signals:
  - { id: out, label: The service is out, match: { alertname: Out }, tier: outage, scenario: database-corruption }
  - { id: errors, label: More than 10 % errors, match: { alertname: ErrorRate }, threshold: { over: 10, for: 5 min }, tier: soon }
  - { id: disk, label: Less than 5 % of a disk is free, match: { alertname: DiskFree }, threshold: { under: 5 }, tier: soon }
  - { id: backup, label: A backup has failed, match: { alertname: { matches: '^Backup' }, job: nightly }, tier: quiet }
`)

/** With a page that needs a database, each with a probe that proposes something else. */
export const DEEP = watchedPlan(`components:
  website: { label: Website, needs: [application] }
  application: { label: Application, needs: [database] }
  database: { label: Database }
probes:
  page: { label: A page opens, ask: { http: 'https://shop.example/' }, scenario: fire, tier: now, components: [website] }
  rows: { label: Rows can be read, ask: { tcp: db.shop.example, port: 5432 }, scenario: database-corruption, tier: now, components: [database] }
alerts:
  - { id: now, label: Now, respond: 0-5 minutes, reaction: page, severity: major, triggers: [Down] }
  - { id: soon, label: Soon, respond: 5-30 minutes, severity: minor, unknown: true, triggers: [Slow] }
`)

/** @param answering how what goes out ends; all is well, and nothing is declared, unless a test says otherwise. */
export function signalling(plan: Plan = PLAN, answering?: Answering) {
  const watch = watching(plan, T0, answering)
  const about = () => ({ atMs: watch.nowMs, by: SYSTEM })
  return {
    watch,
    get signals() {
      return watch.state.signals
    },
    probe(probe: string, ok: boolean, more: { sinceMs?: number; firstBadMs?: number; lastGoodMs?: number } = {}) {
      const { sinceMs = watch.nowMs, firstBadMs = ok ? null : watch.nowMs, lastGoodMs = null } = more
      const evidence: Private | null = ok ? null : privately('answered with status 500')
      const verdict = { probe, ok, sinceMs, firstBadMs, lastGoodMs, evidence }
      return watch.give({ ...about(), type: 'report-probe', ...verdict })
    },
    /** @param firing how many fire in all; @param heard of how many whoever reports has heard. */
    alerts(alerts: Partial<IncomingAlert>[], firing?: number, heard = Number.POSITIVE_INFINITY) {
      const whole = alerts.map((one) => alert({ startsAtMs: watch.nowMs, ...one }))
      const refs = new Set(whole.map((one) => refOf(plan, one)))
      const counts = Object.fromEntries([...refs].map((ref) => [ref, { firing: firing ?? 0, heard }]))
      return watch.give({
        ...about(),
        type: 'report-alerts',
        alerts: whole,
        counts: firing === undefined ? {} : counts,
      })
    },
    answer(answer: 'declared' | 'dismissed' | 'snoozed', more: { untilMs?: number; incident?: string } = {}) {
      const proposal = watch.state.signals.proposal?.id ?? 'none'
      return watch.give({ atMs: watch.nowMs, by, type: 'answer-proposal', proposal, answer, ...more })
    },
    incident(incident: string, mode: 'real' | 'drill' = 'real', startedMs = watch.nowMs) {
      return watch.give({
        ...about(),
        type: 'hear-of-incident',
        incident,
        mode,
        scenario: null,
        drill: null,
        startedMs,
      })
    },
    over: (incident: string) => watch.give({ ...about(), type: 'hear-of-ending', incident, proof: null }),
    /** What was told, as `kind/what`, in order. */
    told: () =>
      watch.state.news.flatMap(({ about: it }) =>
        'what' in it ? [`${it.kind === 'signal' ? it.ref : 'proposal'} ${it.what}`] : [],
      ),
  }
}

export const alert = (about: Partial<IncomingAlert>): IncomingAlert => ({
  ...{ source: 'json', key: 'k1', name: 'Unheard', labels: {}, firing: true, startsAtMs: T0, text: 'something' },
  ...about,
})

/** Only what is about signals. */
export const signalTypes = (events: readonly Event[]): string[] =>
  events.map(({ type }) => type).filter((type) => /^(signal|proposal)/.test(type))
