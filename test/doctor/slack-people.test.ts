/** Accounts and channels in Slack that a page would need are looked for, and nothing is said to anybody. */
import { expect, test } from 'vitest'
import { slackChannels } from '../../src/doctor/slack-channels.ts'
import { slackPeople } from '../../src/doctor/slack-people.ts'
import { testPlan, testPlanInput } from '../incident/test-plan.ts'
import { findingsOf, slackSettings, subjectOf } from './patient.ts'

const PEOPLE = Object.entries(testPlanInput.people).map(([person, { name }]) => ({
  person,
  name,
  email: `${person}@shop.example`,
}))

async function world() {
  const { settings, slack, driver } = await slackSettings({
    people: PEOPLE,
    userGroups: [],
    otherChannels: ['support'],
  })
  const known = (without: string[] = []) =>
    testPlan({
      plan: {
        people: Object.fromEntries(
          Object.entries(testPlanInput.people).map(([id, one]) => [
            id,
            { ...one, slack: without.includes(id) ? 'U0GONE0000' : slack.users[id] },
          ]),
        ),
      },
    })
  return { settings, driver, known }
}

test('everybody can be written to, and a name that there is no account for is told with whose it is', async () => {
  const { settings, known } = await world()
  expect(await findingsOf(slackPeople, subjectOf(settings, { plan: known() }))).toEqual([
    { level: 'ok', what: `Slack can write to everybody who has an id: ${PEOPLE.length}` },
  ])
  expect(await findingsOf(slackPeople, subjectOf(settings, { plan: known(['dora']) }))).toEqual([
    {
      level: 'error',
      what: 'Slack cannot write to Dora (shop/dora)',
      why: 'There is no such account in this workspace.',
      remedy: 'Put the Slack id of Dora right, in the plan shop or its contacts.',
    },
  ])
})

test('channels that the plan names are there, or are told with what to do', async () => {
  const { settings, known } = await world()
  expect(await findingsOf(slackChannels, subjectOf(settings, { plan: known() }))).toMatchObject([{ level: 'ok' }])
  const plan = { ...known(), overviewChannel: 'nowhere' }
  expect(await findingsOf(slackChannels, subjectOf(settings, { plan }))).toMatchObject([
    { level: 'warning', what: '#nowhere is no public channel of the workspace (shop)' },
  ])
})

test('without a token that works nothing is said of people: its own check does', async () => {
  const { settings, known } = await world()
  const broken = { slack: { ...settings.slack, botToken: 'xoxb-wrong' } }
  expect(await findingsOf(slackPeople, subjectOf(broken, { plan: known() }))).toEqual([])
  expect(await findingsOf(slackChannels, subjectOf(broken, { plan: known() }))).toEqual([])
})
