/** What a signal means by the plan: its tier and how that reacts, the scenario, the severity; and which entry an alert belongs to. Pure. */
import type { AlertTier, Signal } from '../../plan/detection-schema.ts'
import { defaultSeverity } from '../../plan/policy-for.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Beginning, IncomingAlert, Proposed, Ref } from './track.ts'

export interface Meaning {
  label: string
  tier: AlertTier | null
  scenario: string | null
  components: string[]
}

/** What the plan says of it; undefined: it does not have it any more. */
export function meaningOf(plan: Plan, ref: Ref): Meaning | undefined {
  if (ref === 'unknown') {
    const tier = plan.alerts.find(({ unknown }) => unknown) ?? null
    return { label: 'An alert that the plan does not know', tier, scenario: null, components: [] }
  }
  const id = ref.slice(ref.indexOf('/') + 1)
  const found = ref.startsWith('probe/') ? plan.probes[id] : plan.signals.find((one) => one.id === id)
  if (!found) return undefined
  const tier = plan.alerts.find((one) => one.id === found.tier) ?? null
  return { label: found.label, tier, scenario: found.scenario ?? null, components: found.components }
}

/** How it reacts. An unknown alert that the plan has no tier for is told and no more. */
export const reactionTo = (ref: Ref, { tier }: Meaning): AlertTier['reaction'] =>
  tier?.reaction ?? (ref === 'unknown' ? 'tell' : 'propose')

/** Whether anybody is asked because of it, as the plan stands. */
export function asksAbout(plan: Plan, ref: Ref): boolean {
  const meaning = meaningOf(plan, ref)
  return meaning !== undefined && reactionTo(ref, meaning) !== 'tell'
}

/** Lower is more urgent: tiers in the order of the plan, then whatever has none. */
export function urgencyOf(plan: Plan, tier: string | null): number {
  const index = plan.alerts.findIndex(({ id }) => id === tier)
  return index === -1 ? plan.alerts.length : index
}

/** What is proposed because of a signal. */
export function proposedFor(
  plan: Plan,
  meaning: Meaning,
  { atMs, ...beginning }: Beginning & { atMs: number },
): Proposed {
  const { tier, scenario, components } = meaning
  const known = scenario !== null && plan.scenarios[scenario] ? scenario : null
  const reaction = tier?.reaction ?? 'propose'
  return {
    tier: tier?.id ?? null,
    reaction: reaction === 'tell' ? 'propose' : reaction,
    scenario: known,
    severity: tier?.severity ?? defaultSeverity(plan, known),
    components,
    ...beginning,
    ...timesOf(tier, atMs),
  }
}

/** By when somebody should have answered, and when it is declared without. */
export function timesOf(tier: AlertTier | null, atMs: number): Pick<Proposed, 'respondByMs' | 'declareAtMs'> {
  const toMs = tier?.respond.toMs ?? null
  const afterMs = tier?.reaction === 'declare' ? 0 : tier?.declareAfter
  return { respondByMs: toMs === null ? null : atMs + toMs, declareAtMs: afterMs === undefined ? null : atMs + afterMs }
}

/** The first entry that matches. */
export function refOf(plan: Plan, alert: Pick<IncomingAlert, 'name' | 'labels'>): Ref {
  const labels: Record<string, string> = { ...alert.labels, alertname: alert.name }
  const signal = plan.signals.find(({ match }) =>
    Object.entries(match).every(([label, wanted]) => {
      const found = Object.hasOwn(labels, label) ? labels[label] : undefined
      if (found === undefined) return false
      return typeof wanted === 'string' ? found === wanted : patternOf(wanted.matches).test(found)
    }),
  )
  return signal ? `signal/${signal.id}` : 'unknown'
}

const patterns = new Map<string, RegExp>()

/** Plans with patterns that cannot be read are not loaded. */
function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text, 'u')
  patterns.set(text, known)
  return known
}

export const signalOf = (plan: Plan, ref: Ref): Signal | undefined =>
  plan.signals.find(({ id }) => ref === `signal/${id}`)

/** Strict: the limit itself is not beyond it. An alert without a number counts as it comes. */
export function isBeyond(signal: Signal | undefined, value: number | undefined): boolean {
  const { threshold } = signal ?? {}
  if (!threshold || value === undefined) return true
  return (
    (threshold.over !== undefined && value > threshold.over) ||
    (threshold.under !== undefined && value < threshold.under)
  )
}
