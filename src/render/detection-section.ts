/** How trouble is noticed: what is looked at again and again, what alerts of other monitors mean, and how soon somebody responds to what. */
import type { AlertTier, Ask, Probe, Signal } from '../plan/detection-schema.ts'
import { inWords } from '../plan/in-words.ts'
import { isAskedByAction, probeAction } from '../plan/probe-action.ts'
import type { Plan } from '../plan/schema.ts'
import { actionBlocks } from './action-blocks.ts'
import { type Block, codes, heading, joined, lean, type Prose, paragraph, type Words, words } from './document.ts'
import { lengthOf, scenarioName, severityName, windowText } from './wording.ts'

export function detectionSection(plan: Plan): Block[] {
  const all = [...alerts(plan), ...signals(plan), ...probes(plan)]
  return all.length === 0 ? [] : [heading(2, 'Alerts', 'alerts'), ...all]
}

function alerts(plan: Plan): Block[] {
  const rows = plan.alerts.map((tier): Prose[] => [
    words`${{ strong: tier.label }} (${{ code: tier.id }})`,
    windowText(tier.respond),
    reactionWords(tier),
    tier.triggers.join('; '),
    tier.severity === undefined ? '' : severityName(plan, tier.severity),
  ])
  const columns = ['Alerts', 'Somebody responds', 'What Muster does', 'Such as', 'Declared as']
  return lean('How soon somebody responds', columns, rows)
}

const REACTIONS: Record<AlertTier['reaction'], string> = {
  declare: 'declares an incident at once',
  propose: 'asks whether it is an incident',
  page: 'asks loudly whether it is an incident',
  tell: 'only tells of it',
}

function reactionWords({ reaction, declareAfter, unknown }: AlertTier): string {
  const later = declareAfter === undefined ? '' : `; without an answer it declares one after ${lengthOf(declareAfter)}`
  return `${REACTIONS[reaction]}${later}${unknown ? '; alerts that the plan does not know belong here' : ''}`
}

function signals(plan: Plan): Block[] {
  const rows = plan.signals.map((signal): Prose[] => [
    words`${{ strong: signal.label }} (${{ code: signal.id }})`,
    joined(matchWords(signal)),
    thresholdWords(signal),
    ...meaning(plan, signal),
  ])
  const columns = ['Alert of another monitor', 'With the labels', 'Counts', 'Kind', 'Probably']
  return lean('What alerts of other monitors mean', columns, rows)
}

const matchWords = ({ match }: Signal): Words[] =>
  Object.entries(match).map(([label, wanted]) =>
    typeof wanted === 'string'
      ? words`${{ code: label }} = ${{ code: wanted }}`
      : words`${{ code: label }} like ${{ code: wanted.matches }}`,
  )

function thresholdWords({ threshold }: Signal): string {
  if (!threshold) return 'as it comes'
  const { over, under, for: heldMs } = threshold
  const bounds = [...(over === undefined ? [] : [`over ${over}`]), ...(under === undefined ? [] : [`under ${under}`])]
  return `${inWords(bounds, 'or')}${heldMs === 0 ? '' : ` for ${lengthOf(heldMs)}`}`
}

/** Its tier; what has probably happened, and to what. */
function meaning(plan: Plan, { tier, scenario, components }: Pick<Probe, 'tier' | 'scenario' | 'components'>): Prose[] {
  const what: Words[] = [
    ...(scenario === undefined ? [] : [words`${scenarioName(plan, scenario)} (${{ code: scenario }})`]),
    ...(components.length > 0 ? [words`at ${codes(components)}`] : []),
  ]
  return [tier === undefined ? '' : [{ code: tier }], joined(what)]
}

function probes(plan: Plan): Block[] {
  const all = Object.entries(plan.probes)
  if (all.length === 0) return []
  const rows = all.map(([id, probe]): Prose[] => [
    words`${{ strong: probe.label }} (${{ code: id }})`,
    `every ${lengthOf(probe.every)}, at most ${lengthOf(probe.timeout)}`,
    failureWords(probe),
    ...meaning(plan, probe),
    probe.region === undefined ? '' : [{ code: probe.region }],
  ])
  const columns = ['What should hold', 'Looked at', 'Failed, and well again', 'Kind', 'Probably', 'Region']
  return [
    ...lean('What Muster looks at itself', columns, rows),
    ...all.flatMap(([, probe]) => [paragraph(words`${{ strong: probe.label }}:`), ...askBlocks(plan, probe)]),
  ]
}

const failureWords = ({ failures: { bad, of }, recoveries }: Probe): string =>
  `${bad === of ? `${bad} in a row` : `${bad} of ${of}`}; ${recoveries} in a row`

function askBlocks(plan: Plan, { ask, timeout }: Probe): Block[] {
  return isAskedByAction(ask) ? actionBlocks(plan, [probeAction(ask, timeout)]) : [paragraph(socketWords(ask))]
}

function socketWords(ask: Extract<Ask, { tcp: string } | { dns: string } | { tls: string }>): Words {
  if ('tcp' in ask) return words`Somebody takes connections at ${{ code: `${ask.tcp}:${ask.port}` }}.`
  if ('dns' in ask) {
    const asked = ask.server === undefined ? '' : words`, as ${{ code: ask.server }} says`
    const has = ask.expect === undefined ? 'some record' : codes(ask.expect)
    return words`The name ${{ code: ask.dns }} has ${has} (${ask.type})${asked}.`
  }
  const trusted = ask.trusted ? ', and is trusted' : ''
  const left = ask.daysLeft === 0 ? 'has not expired' : `is good for ${ask.daysLeft} more days`
  return words`The certificate of ${{ code: `${ask.tls}:${ask.port}` }} ${left}${trusted}.`
}
