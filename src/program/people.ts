/** Who somebody in Slack is to us, and which incident a channel belongs to. Both are looked up in what is known already; Slack is not asked. */
import type { Services } from '../../commands/services.ts'
import type { Clock } from '../engine/clock.ts'
import type { Actor } from '../plan/actor.ts'
import { personByContact } from '../plan/people.ts'

export interface People {
  whoIs(slackUserId: string): Promise<Actor>
  incidentOfChannel(channelId: string): Promise<string | undefined>
  /** Somebody wrote in an incident's channel. */
  onLife(clock: Clock): (channelId: string, slackUserId: string) => Promise<void>
}

/** Channels kept in mind at most; the one unused longest goes first. */
const CHANNELS_MAX = 1_000

/**
 * A channel belongs to its incident for good, so what was found once is remembered. Open incidents are looked at first: nearly all that is
 * written is about them.
 */
function createChannelLookup(services: Services): People['incidentOfChannel'] {
  const found = new Map<string, string>()
  const among = async (all: boolean, channelId: string) =>
    (await services.headings({ all })).find((incident) => incident.channel?.id === channelId)?.id

  return async (channelId) => {
    const incident = found.get(channelId) ?? (await among(false, channelId)) ?? (await among(true, channelId))
    if (incident === undefined) return undefined
    found.delete(channelId)
    found.set(channelId, incident)
    const [oldest] = found.keys()
    if (found.size > CHANNELS_MAX && oldest !== undefined) found.delete(oldest)
    return incident
  }
}

export function createPeople(services: Services): People {
  const whoIs = async (slackUserId: string): Promise<Actor> => {
    const actor: Actor = { id: `slack:${slackUserId}`, via: 'slack' }
    for (const plan of Object.values(await services.plans())) {
      const person = personByContact(plan, { slack: slackUserId })
      if (person) return { ...actor, person }
    }
    return actor
  }
  const incidentOfChannel = createChannelLookup(services)
  return {
    whoIs,
    incidentOfChannel,
    onLife: (clock) => async (channelId, slackUserId) => {
      const incident = await incidentOfChannel(channelId)
      if (!incident) return
      const atMs = clock.now()
      await services.ask(
        incident,
        { type: 'show-life', by: await whoIs(slackUserId), atMs },
        `life/${channelId}/${atMs}`,
      )
    },
  }
}
