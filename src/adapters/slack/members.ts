/**
 * Who in Slack may speak to Muster at all: full members of its own workspace. Guests, people of other workspaces in shared channels, apps and
 * deactivated accounts may not, whatever a plan says. Asked of Slack and kept for a minute at most. While Slack cannot be asked,
 * whoever stands in a plan passes, because a disaster does not wait for Slack, and nobody else does.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { Diagnostics } from './client.ts'

export interface Members {
  /**
   * One sentence that says why somebody may not speak to Muster; undefined: they may.
   * @param about `team`: the workspace that the request names. `isPerson`: a plan in force knows them.
   */
  whyNot(user: string, about: { team?: string | undefined; isPerson: boolean }): Promise<string | undefined>
  /** Whether somebody is in a user group; false while Slack does not say. */
  inGroup(user: string, group: string): Promise<boolean>
}

/** How long an answer of Slack counts. */
export const KEPT_MS = 60_000
/** Slack is not asked again at once when it has just not answered: each request would wait for it. */
const SILENT_MS = 5_000
/** A form has to be answered within three seconds, with the command's own work in them. */
const ANSWER_WITHIN_MS = 1_200
/** People and groups kept in mind at most; the oldest goes first. */
const KEPT_MAX = 2_000

const UNKNOWN = 'Slack does not know you as a member of this workspace, so Muster does not take your requests.'
const UNASKED =
  'Slack does not say just now who you are, and you are in no plan: try again in a moment, or ask somebody who is in one.'

type Asked<T> = { ok: true; value: T } | { ok: false }

export function createMembers({
  client,
  nowMs,
  logger,
}: {
  client: WebClient
  /** The real clock's time, epoch ms: Slack does not know of a sandbox's. */
  nowMs: () => number
  logger?: Diagnostics | undefined
}): Members {
  const kept = new Map<string, { untilMs: number; answer: Promise<Asked<unknown>> }>()
  const remembered = <T>(key: string, ask: () => Promise<T>): Promise<Asked<T>> => {
    const known = kept.get(key)
    if (known && nowMs() < known.untilMs) return known.answer as Promise<Asked<T>>
    const answer = within(ask()).then(
      (value): Asked<T> => ({ ok: true, value }),
      (error): Asked<T> => {
        logger?.warn(`slack: who somebody is could not be asked: ${error}`)
        entry.untilMs = nowMs() + SILENT_MS
        return { ok: false }
      },
    )
    const entry = { untilMs: nowMs() + KEPT_MS, answer }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    return answer
  }
  const ownTeam = () => remembered('team', async () => (await client.auth.test()).team_id)
  const standing = (user: string) =>
    remembered(`user/${user}`, async (): Promise<SlackUser | null> => {
      try {
        return ((await client.users.info({ user })).user ?? null) as SlackUser | null
      } catch (error) {
        if (error instanceof WebAPIPlatformError && /^user_not_(found|visible)$/.test(error.data.error)) return null
        throw error
      }
    })

  return {
    async whyNot(user, { team, isPerson }) {
      const [own, found] = await Promise.all([ownTeam(), standing(user)])
      if (own.ok && team !== undefined && own.value !== undefined && team !== own.value) return FROM_ELSEWHERE
      if (!found.ok) return isPerson ? undefined : UNASKED
      return found.value === null ? UNKNOWN : whyNoMember(found.value, own.ok ? own.value : undefined)
    },
    async inGroup(user, group) {
      const found = await remembered(
        `group/${group}`,
        async () => (await client.usergroups.users.list({ usergroup: group })).users ?? [],
      )
      return found.ok && found.value.includes(user)
    },
  }
}

/** What is read of Slack's user object. */
interface SlackUser {
  team_id?: string
  deleted?: boolean
  is_bot?: boolean
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  is_stranger?: boolean
  enterprise_user?: { teams?: string[] }
}

const FROM_ELSEWHERE = 'You are from another workspace, and Muster takes requests of its own workspace only.'

function whyNoMember(user: SlackUser, own: string | undefined): string | undefined {
  if (user.deleted) return 'This Slack account has been deactivated, so Muster does not take its requests.'
  if (user.is_bot) return 'Muster takes no requests of apps and bots.'
  const isOurs = own === undefined || user.team_id === own || (user.enterprise_user?.teams ?? []).includes(own)
  if (user.is_stranger || !isOurs) return FROM_ELSEWHERE
  if (user.is_restricted || user.is_ultra_restricted)
    return 'You are a guest in this workspace, and Muster takes requests of full members only.'
  return undefined
}

/** @throws Error when it takes too long; the call itself may end later, unheard. */
async function within<T>(answer: Promise<T>): Promise<T> {
  const answered = new AbortController()
  const late = pause(ANSWER_WITHIN_MS, undefined, { signal: answered.signal }).then(() => {
    throw new Error('no answer in time')
  })
  late.catch(() => undefined)
  try {
    return await Promise.race([answer, late])
  } finally {
    answered.abort()
    answer.catch(() => undefined)
  }
}
