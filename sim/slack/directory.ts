/**
 * Who is in the workspace: people and user groups, with ids that depend on nothing but their order, and the Web API
 * methods that read them. The emulator holds the same users for its membership rules, but not their time zones, nor any
 * user group.
 */
import { DateTime } from 'luxon'
import type { Clock } from '../../src/engine/clock.ts'
import { BOT_ID, BOT_NAME, BOT_USER_ID, TEAM_ID, type WorkspaceMember } from './emulator.ts'
import type { MethodTable } from './web-api.ts'
import { isTrue, type Json, refuse, stringOf } from './wire.ts'

export interface SlackPerson {
  /** The plan's key for the person. */
  person: string
  name: string
  email: string
  /** IANA zone; `Etc/UTC` when absent. */
  timezone?: string
}

export interface SlackUserGroup {
  handle: string
  name: string
  /** Keys of `SlackPerson`. */
  people: string[]
}

/** Who is not a full member of the workspace, and in what way. */
export type Standing = 'member' | 'guest' | 'single-channel-guest' | 'external' | 'app' | 'deactivated'

const STANDINGS: Record<Standing, Json> = {
  member: {},
  guest: { is_restricted: true },
  'single-channel-guest': { is_restricted: true, is_ultra_restricted: true },
  external: { is_stranger: true, team_id: 'T0ELSEWHERE' },
  app: { is_bot: true },
  deactivated: { deleted: true },
}

export interface Directory {
  /** Slack user id by person. */
  users: Record<string, string>
  members: WorkspaceMember[]
  /** @throws when nobody has that key. */
  memberOf(person: string): WorkspaceMember
  methods: MethodTable
  /** From now on the person is one of these, as `users.info` and `users.list` tell. */
  setStanding(person: string, standing: Standing): void
}

/** The first person's number in the user ids; the emulator's own users have lower ones. */
const FIRST_PERSON = 101

export function createDirectory(people: SlackPerson[], userGroups: SlackUserGroup[], clock: Clock): Directory {
  const members = people.map((entry, index) => ({
    userId: `U${String(FIRST_PERSON + index).padStart(9, '0')}`,
    handle: handleOf(entry.person),
    realName: entry.name,
  }))
  const users = Object.fromEntries(people.map((entry, index) => [entry.person, members[index]!.userId]))
  const memberOf = (person: string) => {
    const member = members.find(({ userId }) => userId === users[person])
    if (!member) {
      throw new Error(
        `Nobody in the sandbox workspace is called "${person}"; use one of ${Object.keys(users).join(', ')}.`,
      )
    }
    return member
  }
  const full = people.map((entry, index) => personProfile(entry, members[index]!, clock))
  const profiles = [botProfile(), ...full.map((profile) => ({ ...profile }))]
  const setStanding = (person: string, standing: Standing) => {
    const { userId } = memberOf(person)
    const at = full.findIndex(({ id }) => id === userId)
    profiles[at + 1] = { ...full[at], ...STANDINGS[standing] }
  }
  const groups = userGroups.map((group, index) => ({
    ...groupFields(group, index),
    users: group.people.map((person) => memberOf(person).userId),
  }))
  return { users, members, memberOf, methods: { ...userMethods(profiles), ...groupMethods(groups) }, setStanding }
}

/** Slack handles are lower case, of letters, digits, dots, hyphens and underscores. */
const handleOf = (person: string) => person.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')

function userMethods(profiles: Json[]): MethodTable {
  const byId = (id: string) => profiles.find((user) => user.id === id)
  const emailOf = (user: Json) => stringOf((user.profile as Json).email).toLowerCase()
  return {
    'auth.test': ({ userId }) => ({
      ok: true,
      url: 'https://sandbox.slack.com/',
      team: 'Sandbox',
      team_id: TEAM_ID,
      user: byId(userId)?.name,
      user_id: userId,
      ...(userId === BOT_USER_ID ? { bot_id: BOT_ID } : {}),
      is_enterprise_install: false,
    }),
    'users.list': () => ({ ok: true, members: profiles, response_metadata: { next_cursor: '' } }),
    'users.info': ({ args }) => {
      const user = byId(stringOf(args.user))
      return user ? { ok: true, user } : refuse('user_not_found')
    },
    'users.lookupByEmail': ({ args }) => {
      const email = stringOf(args.email).toLowerCase()
      const user = email && profiles.find((entry) => emailOf(entry) === email)
      return user ? { ok: true, user } : refuse('users_not_found')
    },
    'users.profile.get': ({ args, userId }) => {
      const user = byId(stringOf(args.user) || userId)
      return user ? { ok: true, profile: user.profile } : refuse('user_not_found')
    },
  }
}

function groupMethods(groups: (Json & { users: string[] })[]): MethodTable {
  return {
    'usergroups.list': ({ args }) => ({
      ok: true,
      usergroups: groups.map(({ users, ...group }) => ({
        ...group,
        ...(isTrue(args.include_users) ? { users } : {}),
        ...(isTrue(args.include_count) ? { user_count: String(users.length) } : {}),
      })),
    }),
    'usergroups.users.list': ({ args }) => {
      const group = groups.find(({ id }) => id === args.usergroup)
      return group ? { ok: true, users: group.users } : refuse('no_such_subteam')
    },
  }
}

function personProfile(entry: SlackPerson, member: WorkspaceMember, clock: Clock): Json {
  const zone = entry.timezone ?? 'Etc/UTC'
  const local = DateTime.fromMillis(clock.now(), { zone })
  if (!local.isValid) throw new Error(`The time zone "${zone}" of ${entry.person} is no IANA zone.`)
  return {
    ...userFields(member.userId, member.handle, entry.name),
    tz: zone,
    tz_label: local.offsetNameLong ?? zone,
    tz_offset: local.offset * 60,
    is_bot: false,
    profile: { ...profileFields(member.handle, entry.name), email: entry.email },
  }
}

function botProfile(): Json {
  return {
    ...userFields(BOT_USER_ID, BOT_NAME, 'Muster'),
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    is_bot: true,
    profile: { ...profileFields(BOT_NAME, 'Muster'), bot_id: BOT_ID },
  }
}

const userFields = (id: string, handle: string, name: string): Json => ({
  id,
  team_id: TEAM_ID,
  name: handle,
  real_name: name,
  deleted: false,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_app_user: false,
  updated: 0,
})

const profileFields = (handle: string, name: string): Json => ({
  real_name: name,
  real_name_normalized: name,
  display_name: handle,
  display_name_normalized: handle,
  team: TEAM_ID,
})

const groupFields = (group: SlackUserGroup, index: number): Json => ({
  id: `S${String(index + 1).padStart(9, '0')}`,
  team_id: TEAM_ID,
  is_usergroup: true,
  is_subteam: true,
  is_external: false,
  name: group.name,
  handle: group.handle,
  description: '',
  date_delete: 0,
})
