/** Who: roles with their duties and holders, everybody's addresses, rotations. What cannot be reached is marked. */
import { counted, inWords } from '../plan/in-words.ts'
import { isMailAddress } from '../plan/mail-address.ts'
import { MEANS_LABELS } from '../plan/means-labels.ts'
import { PERMISSION_GROUPS, type PermissionGroup } from '../plan/permission-names.ts'
import type { Permitted } from '../plan/permission-schema.ts'
import { isE164 } from '../plan/phone.ts'
import type { Person, Plan } from '../plan/schema.ts'
import { type Block, heading, joined, lean, type Prose, paragraph, type Words, words } from './document.ts'
import { personName, roleName } from './wording.ts'

export function peopleSection(plan: Plan): Block[] {
  return [
    heading(2, 'Roles and people', 'people'),
    ...leaders(plan),
    ...roles(plan),
    ...people(plan),
    ...rotations(plan),
    ...permissions(plan),
  ]
}

function leaders(plan: Plan): Block[] {
  const speaks = plan.communication === undefined ? plan.commander : plan.communication
  const leads = `${roleName(plan, plan.commander)} leads the incident.`
  const tells =
    speaks === plan.commander
      ? 'The same role answers for what people are told.'
      : `${roleName(plan, speaks)} answers for what people are told.`
  const paged = `Nobody is paged more than ${counted(plan.pagesPerPersonAndHourMax, 'time')} an hour; what is above that is bundled.`
  const asked =
    plan.contactTests === 'never'
      ? 'They are never asked to confirm that they can be reached.'
      : `Once a ${plan.contactTests} everybody is asked, by each means, to confirm that they can be reached.`
  return [paragraph(`${leads} ${tells} ${paged} ${asked}`)]
}

function roles(plan: Plan): Block[] {
  const rows = Object.entries(plan.roles).map(([id, { label, aliases, duties, holders }]): Prose[] => [
    words`${{ strong: label }} (${{ code: id }}${aliases.length > 0 ? `, also ${aliases.join(', ')}` : ''})`,
    holders.length === 0
      ? [{ flag: 'missing', text: 'nobody' }]
      : holders.map((person) => personName(plan, person)).join(', then '),
    duties.join('; '),
  ])
  return lean('Roles', ['Role', 'Held by', 'Duties'], rows)
}

function people(plan: Plan): Block[] {
  const rows = Object.entries(plan.people).map(([id, person]): Prose[] => [
    words`${{ strong: person.name }} (${{ code: id }})`,
    telephone(person),
    mail(person),
    person.slack ?? '',
    person.pagerduty ?? '',
    preferences(person),
    unreachable(plan, person),
  ])
  const columns = ['Person', 'Telephone', 'Mail', 'Slack', 'PagerDuty', 'Wishes', 'Note']
  return lean('Everybody, with how to reach them', columns, rows)
}

const telephone = ({ phone }: Person): Words => {
  if (phone === undefined) return [{ flag: 'missing', text: 'none' }]
  return isE164(phone) ? [{ strong: phone }] : [phone, ' ', { flag: 'missing', text: 'unusable' }]
}

const mail = ({ email }: Person): Words => {
  if (email === undefined) return []
  return isMailAddress(email) ? [email] : [email, ' ', { flag: 'missing', text: 'unusable' }]
}

function preferences({ zone, means }: Person): Words {
  return joined([
    ...(means
      ? [
          `by ${inWords(
            means.map((one) => MEANS_LABELS[one]),
            'then',
          )}`,
        ]
      : []),
    ...(zone === undefined ? [] : [`times in ${zone}`]),
  ])
}

const unreachable = ({ draft, pagerduty }: Plan, { phone, email, slack }: Person): Words => {
  if (phone !== undefined || email !== undefined || slack !== undefined) return []
  const text = draft ? 'cannot be reached yet' : 'cannot be reached'
  return [{ flag: 'missing', text: pagerduty ? `${text}, except through PagerDuty` : text }]
}

function rotations(plan: Plan): Block[] {
  const rows = Object.entries(plan.rotations).map(([id, { label, zone, start, shift, people: all }]): Prose[] => [
    words`${label} (${{ code: id }})`,
    all.map((person) => personName(plan, person)).join(', '),
    [
      ...(shift.weeks === undefined ? [] : [counted(shift.weeks, 'week')]),
      ...(shift.days === undefined ? [] : [counted(shift.days, 'day')]),
    ].join(' '),
    `${start.replace('T', ' ')}, ${zone}`,
  ])
  return lean('Rotations', ['Rotation', 'People in turn', 'Shift', 'First hand-over'], rows)
}

function permissions(plan: Plan): Block[] {
  const { permissions } = plan
  const { commands, slackGroup } = permissions
  const who = (permitted: Permitted): string => {
    if (permitted === 'anyone') return 'anyone in the workspace'
    if (permitted === 'people') return 'people of this plan'
    const { roles: named, people: alone } = permitted
    return inWords(
      [...named.map((role) => roleName(plan, role)), ...alone.map((person) => personName(plan, person))],
      'or',
    )
  }
  const groups = (Object.keys(PERMISSION_GROUPS) as PermissionGroup[]).map((group): Prose[] => [
    PERMISSION_GROUPS[group].told,
    who(permissions[group]),
  ])
  const alone = Object.entries(commands).map(([command, permitted]): Prose[] => [
    { code: `/dr ${command}` },
    who(permitted),
  ])
  const members: Prose[][] =
    slackGroup === undefined
      ? []
      : [['count as anyone in Slack', words`members of the user group ${{ code: slackGroup }}`]]
  return lean('Who may do what', ['What', 'Who'], [...groups, ...alone, ...members])
}
