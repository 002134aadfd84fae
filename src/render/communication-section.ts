/** Who is told, by when, by which means and in whose words; and what only a person can answer. */
import { inWords } from '../plan/in-words.ts'
import { AUDIENCE_MEANS_LABELS } from '../plan/means-labels.ts'
import { canReach, meansOf } from '../plan/notice-means.ts'
import type { Notice, Plan } from '../plan/schema.ts'
import { type Block, codes, heading, joined, lean, type Prose, paragraph, type Words, words } from './document.ts'
import { lengthOf, moment, onlySeverities, personName, roleName, scenarioName, severityName } from './wording.ts'

export function communicationSection(plan: Plan): Block[] {
  const none = Object.keys(plan.audiences).length === 0 && plan.overviewChannel === undefined
  if (none) return []
  const channel =
    plan.overviewChannel === undefined
      ? []
      : [paragraph(words`The channel ${{ strong: `#${plan.overviewChannel}` }} is told of each incident.`)]
  return [
    heading(2, 'Communication', 'communication'),
    ...channel,
    ...audiences(plan),
    ...notices(plan),
    ...questions(plan),
  ]
}

function audiences(plan: Plan): Block[] {
  const rows = Object.entries(plan.audiences).map(([id, audience]): Prose[] => {
    const { label, external, slack, slackGroup, emails, phones, people, roles, webhook, zone } = audience
    const ways = [
      ...(slack === undefined ? [] : [`#${slack}`]),
      ...(slackGroup === undefined ? [] : [`user group ${slackGroup}`]),
      ...emails,
      ...phones,
      ...people.map((person) => personName(plan, person)),
      ...roles.map((role) => roleName(plan, role)),
      ...(webhook
        ? [
            `their program (address in ${webhook.urlEnv}${webhook.secretEnv ? `, signed with ${webhook.secretEnv}` : ''})`,
          ]
        : []),
    ]
    return [
      words`${{ strong: label }} (${{ code: id }})`,
      external ? 'outside' : 'inside',
      ways.length > 0 ? ways.join(', ') : withoutAddress(plan, id),
      zone ?? '',
    ]
  })
  return lean('Audiences', ['Audience', 'Where', 'Reached at', 'Times in'], rows)
}

/** PagerDuty, the status page and somebody who tells them need no address of theirs. */
function withoutAddress(plan: Plan, audience: string): Prose {
  const told = plan.notices.filter((notice) => notice.audience === audience)
  const means = new Set(told.flatMap((notice) => meansOf(plan, notice)))
  const enough = [...means].filter((one) => canReach(plan, audience, one))
  return enough.length > 0
    ? `by ${inWords(enough.map((one) => AUDIENCE_MEANS_LABELS[one]))}`
    : [{ flag: 'missing', text: 'no address of their own' }]
}

function notices(plan: Plan): Block[] {
  const rows = plan.notices.map((notice): Prose[] => [
    words`${{ strong: plan.audiences[notice.audience]?.label ?? notice.audience }} (${{ code: notice.id }})`,
    inWords(meansOf(plan, notice).map((means) => AUDIENCE_MEANS_LABELS[means])),
    timesOf(plan, notice),
    conditionsOf(plan, notice),
    approvalOf(plan, notice),
    codes([...new Set(Object.values(notice.templates).filter((name) => name !== undefined))]),
  ])
  const columns = ['Notice to', 'By', 'When', 'Only', 'Read first by', 'Templates']
  return lean('Notices', columns, rows)
}

function timesOf(plan: Plan, notice: Notice): Words {
  const { target, earliest, deadline, cadence, automatic, reviewWithin, from } = notice
  const due = target ?? earliest ?? 0
  const anchor = from === 'declared' ? '' : `, counted from the answer to “${plan.questions[from]?.question ?? from}”`
  return joined(
    [
      automatic ? `${moment(due)}${anchor}` : 'when somebody says so',
      ...(earliest === undefined || earliest === due ? [] : [`not before ${moment(earliest)}`]),
      ...(deadline === undefined ? [] : [[{ strong: `late after ${moment(deadline)}` }]]),
      ...(cadence === undefined ? [] : [`then every ${lengthOf(cadence)}`]),
      ...(reviewWithin === undefined ? [] : [`the review within ${lengthOf(reviewWithin)} of the end`]),
    ],
    '; ',
  )
}

function conditionsOf(plan: Plan, { severities, fromSeverity, scenarios, if: question, owner }: Notice): Words {
  return joined(
    [
      ...(severities === undefined ? [] : [`at ${onlySeverities(plan, severities)}`]),
      ...(fromSeverity === undefined ? [] : [`at ${severityName(plan, fromSeverity)} and worse`]),
      ...(scenarios === undefined
        ? []
        : [
            `in ${inWords(
              scenarios.map((id) => scenarioName(plan, id)),
              'or',
            )}`,
          ]),
      ...(question === undefined
        ? []
        : [`if “${plan.questions[question]?.question ?? question}” is answered with yes`]),
      ...(owner === undefined ? [] : [`done by ${roleName(plan, owner)}`]),
    ],
    '; ',
  )
}

function approvalOf(plan: Plan, { approval }: Notice): Prose {
  if (!approval) return ''
  const by = roleName(plan, approval.by ?? plan.communication ?? plan.commander)
  const ahead = approval.ahead === undefined ? '' : `, ${lengthOf(approval.ahead)} ahead`
  const otherwise = approval.otherwise === 'hold' ? 'held until then' : 'goes out unread at the last moment'
  return `${by}${ahead}; ${otherwise} (${approval.moments.join(', ')})`
}

function questions(plan: Plan): Block[] {
  const rows = Object.entries(plan.questions).map(
    ([id, { question, by, after, within, severities, scenarios }]): Prose[] => [
      words`${question} (${{ code: id }})`,
      roleName(plan, by ?? plan.communication ?? plan.commander),
      moment(after),
      moment(within),
      joined([
        ...(severities === undefined ? [] : [`at ${onlySeverities(plan, severities)}`]),
        ...(scenarios === undefined
          ? []
          : [
              `in ${inWords(
                scenarios.map((one) => scenarioName(plan, one)),
                'or',
              )}`,
            ]),
      ]),
    ],
  )
  return lean('What only a person can say', ['Question', 'Put to', 'Asked at', 'Answered by', 'Only'], rows)
}
