/** What the public sees, and what the system is made of: status page, components, tiers, announced maintenance. */
import { inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, facts, heading, lean, type Prose, words } from './document.ts'
import { lengthOf, windowText } from './wording.ts'

export function publicSection(plan: Plan): Block[] {
  const { statusPage, system, components, tiers, maintenance } = plan
  const parts = [
    ...statusPageFacts(statusPage, system.publicName),
    ...componentTable(components),
    ...regionTable(plan),
    ...tierTable(tiers),
  ]
  const all = [...parts, ...maintenanceTable(plan, maintenance)]
  return all.length === 0 ? [] : [heading(2, 'System and status page', 'system'), ...all]
}

function statusPageFacts(page: Plan['statusPage'], publicName: string | undefined): Block[] {
  if (!page && publicName === undefined) return []
  const webhook = page?.webhook
  return [
    facts(
      ['Public name', publicName],
      ['Status page', page && [{ url: page.url }]],
      ['Hosted page', page?.hostedPageId && [{ code: page.hostedPageId }]],
      [
        'Also told',
        webhook &&
          words`a page whose address is in ${{ code: webhook.urlEnv }}${webhook.secretEnv === undefined ? '' : words`, signed with ${{ code: webhook.secretEnv }}`}`,
      ],
    ),
  ]
}

function componentTable(components: Plan['components']): Block[] {
  const rows = Object.entries(components).map(([id, component]): Prose[] => [
    words`${{ strong: component.label }} (${{ code: id }})`,
    component.priority ?? '',
    component.lossImpact ?? '',
    component.recoveryComplexity ?? '',
    component.tier ?? '',
    inWords(component.needs.map((need) => components[need]?.label ?? need)),
    component.public ? 'on the status page' : 'inside only',
  ])
  return lean('Components', ['Component', 'Priority', 'If it is lost', 'Recovery', 'Tier', 'Needs', 'Shown'], rows)
}

function regionTable({ regions, scenarios, sequences, cards }: Plan): Block[] {
  const rows = Object.entries(regions).map(
    ([id, { label, role, provider, services, share, activation, failback }]): Prose[] => [
      words`${{ strong: label ?? id }} (${{ code: id }})`,
      role,
      provider ?? '',
      services.join(', '),
      share === undefined ? '' : `${share} %`,
      activation === undefined ? 'serves already' : `within ${lengthOf(activation)}`,
      failback === undefined
        ? ''
        : ((scenarios[failback] ?? sequences[failback] ?? cards[failback])?.title ?? failback),
    ],
  )
  const columns = ['Region', 'Role', 'Provider', 'Runs', 'Share of traffic', 'Can serve', 'The way back']
  return lean('Regions', columns, rows)
}

function tierTable(tiers: Plan['tiers']): Block[] {
  const rows = tiers.map(({ id, label, window }): Prose[] => [
    words`${{ strong: label }} (${{ code: id }})`,
    windowText(window),
  ])
  return lean('What comes back first', ['Tier', 'Comes back'], rows)
}

function maintenanceTable(plan: Plan, maintenance: Plan['maintenance']): Block[] {
  const rows = maintenance.map(({ title, kind, start, length, components, text }): Prose[] => [
    words`${{ strong: title }}${kind === 'drill' ? ' (drill)' : ''}`,
    start.replace('T', ' '),
    lengthOf(length),
    inWords(components.map((id) => plan.components[id]?.label ?? id)),
    text ?? '',
  ])
  return lean('Announced', ['What', 'From', 'For', 'Touches', 'What the public reads'], rows)
}
