/** The shop's people in the sandbox's Slack, and the adapter's carriers on it. */
import type { SlackUserGroup } from '../../../sim/slack/directory.ts'
import { createSlackCarriers, type SlackCarrierParts } from '../../../src/adapters/slack/carriers.ts'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { tell } from '../../../src/messages/tell.ts'
import type { Story } from '../../incident/story.ts'
import { testPlan } from '../../incident/test-plan.ts'
import { startWorkspace, type Workspace } from '../../sim/slack/workspace.ts'
import { carryingOf, shopStory } from './incidents.ts'

const people = ['olga', 'otto', 'tina', 'dora'].map((person) => ({
  person,
  name: person,
  email: `${person}@example.com`,
}))

/** A workspace in which the shop's people have the Slack ids of their plan, and the adapter on it. */
export async function startShop(
  parts: Partial<SlackCarrierParts> = {},
  { userGroups = [], plan: more = {} }: { userGroups?: SlackUserGroup[]; plan?: Record<string, unknown> } = {},
) {
  const workspace = await startWorkspace({ people, otherChannels: ['support', 'disasters'], userGroups })
  const { slack } = workspace
  const slackIds = Object.fromEntries(
    Object.entries(slack.users).map(([person, user]) => [person, { name: nameOf(person), slack: user }]),
  )
  const plan = testPlan({
    plan: {
      people: { ...slackIds, ivan: { name: 'Ivan', slack: 'U0NOBODY00' }, cleo: { name: 'Cleo' } },
      overviewChannel: 'disasters',
      statusPage: { url: 'https://status.example.com/' },
      ...more,
      links: [{ label: 'Runbook', url: 'https://example.com/runbook' }],
    },
  })
  const carriers = createSlackCarriers({
    client: createSlackClient({ token: slack.botToken, apiUrl: slack.botApiUrl }),
    messages: { tell, notice: () => ({ text: 'The shop is down.' }) },
    events: async () => [],
    ...parts,
  })
  const carry = (story: Story) => carryingOf(story, plan)
  return { ...workspace, plan, carriers, carry }
}
const nameOf = (person: string) => `${person[0]!.toUpperCase()}${person.slice(1)}`

/** The state of an incident whose channel is open. */
export const inChannel = (story: Story, id: string): Story => ({
  ...story,
  state: { ...story.state, channel: { id, name: 'dr-x' } },
})

/** The same before Slack has opened it. */
export const withoutChannel = (story: Story): Story => ({ ...story, state: { ...story.state, channel: null } })

/** The first page of the story: Olga's. */
export const firstPage = shopStory()
  .of('attempted')
  .map((event) => event.effect)
  .find((handedOut) => handedOut.kind === 'page')!

/** Opens it for real; its id. */
export const openChannel = async (shop: Awaited<ReturnType<typeof startShop>>, story: Story) => {
  const outcome = await shop.carriers['open-channel']({ kind: 'open-channel' }, shop.carry(story))
  return String(outcome.detail?.channelId)
}

/** Messages, newest first. */
export const historyOf = async ({ driver }: Workspace, channel: string) =>
  (await driver.conversations.history({ channel })).messages ?? []
