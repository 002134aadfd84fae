/** Modals from trigger to answer: opened, submitted, updated, stacked and closed, with a real Bolt app. */
import type { SlackViewAction } from '@slack/bolt'
import { expect, test } from 'vitest'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { button, declareModal, type ListedView, opensModal, openViews } from './modal-fixtures.ts'
import { errorOf, getJson, startHttpApp, startWorkspace } from './workspace.ts'

test('a command opens a modal, and the submission carries what was entered', async () => {
  const { slack } = await startWorkspace()
  const submitted: SlackViewAction[] = []
  await startHttpApp(slack, (app) => {
    opensModal(app)
    app.view('declare', async ({ ack, body }) => {
      submitted.push(body)
      await ack()
    })
  })
  await slack.slash('amara', '/dr declare')
  const views = await openViews(slack.viewsUrl, 1, slack.users.amara!)
  const [view] = views
  expect(view).toMatchObject({ callback_id: 'declare', user: slack.users.amara, private_metadata: 'm' })
  expect(view!.root_view_id).toBe(view!.id)
  await expect(slack.submit('amara', view!.id, {})).rejects.toThrow('The input "plan" must be filled in.')
  await expect(slack.submit('amara', view!.id, { plan: 'other' })).rejects.toThrow('it offers mcp-debate')
  expect(await slack.submit('amara', view!.id, { plan: 'mcp-debate' })).toMatchObject({ status: 200, body: '' })
  expect(submitted[0]!.view.state.values).toMatchObject({
    plan: { value: { type: 'static_select', selected_option: { value: 'mcp-debate' } } },
    seen: { value: { type: 'plain_text_input', value: 'nothing yet' } },
  })
  expect(await getJson(slack.viewsUrl)).toEqual([])
})

test('the answer to a submission can keep, change, stack and clear views', async () => {
  const { slack } = await startWorkspace()
  const answers: object[] = [
    { response_action: 'errors', errors: { plan: 'Not this one' } },
    { response_action: 'update', view: declareModal('Changed') },
    { response_action: 'push', view: declareModal('On top') },
    { response_action: 'clear' },
  ]
  await startHttpApp(slack, (app) => {
    opensModal(app)
    app.view('declare', async ({ ack }) => ack(answers.shift() as never))
  })
  await slack.slash('amara', '/dr declare')
  const [first] = await openViews(slack.viewsUrl, 1)
  const submit = async (viewId: string) => {
    const response = await slack.submit('amara', viewId, { plan: 'mcp-debate' })
    const views = await getJson<ListedView[]>(slack.viewsUrl)
    return { body: response.body, titles: views.map((view) => view.title.text), views }
  }
  const kept = await submit(first!.id)
  expect(kept).toMatchObject({ titles: ['Declare'], views: [{ hash: first!.hash }] })
  expect(JSON.parse(kept.body)).toMatchObject({ errors: { plan: 'Not this one' } })
  expect((await submit(first!.id)).titles).toEqual(['Changed'])
  const stacked = await submit(first!.id)
  expect(stacked.titles).toEqual(['Changed', 'On top'])
  expect(stacked.views[1]).toMatchObject({ root_view_id: first!.id, previous_view_id: first!.id })
  expect((await submit(stacked.views[1]!.id)).titles).toEqual([])
})

test('a click in a modal lets the bot push a view on it, at most three deep', async () => {
  const { slack } = await startWorkspace()
  const refusals: string[] = []
  const modal = { ...declareModal(), blocks: [{ type: 'actions' as const, elements: [button('more', '1')] }] }
  await startHttpApp(slack, (app) => {
    app.shortcut('declare', async ({ ack, client, shortcut }) => {
      await client.views.open({ trigger_id: shortcut.trigger_id, view: modal })
      await ack()
    })
    app.action('more', async ({ ack, client, body }) => {
      const push = client.views.push({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal })
      refusals.push(await errorOf(push))
      await ack()
    })
  })
  await slack.shortcut('amara', 'declare')
  for (let depth = 1; depth <= 3; depth++) {
    const top = (await getJson<ListedView[]>(slack.viewsUrl)).at(-1)!
    await slack.click('amara', { viewId: top.id, actionId: 'more' })
  }
  expect(refusals).toEqual(['undefined', 'undefined', 'push_limit_reached'])
  expect(await getJson(slack.viewsUrl)).toHaveLength(3)
})

test('a trigger id opens one view, within three seconds', async () => {
  const wall = createSteppedClock(wallClock, wallClock.now(), false)
  const { slack, bot, driver } = await startWorkspace({ wall })
  const open = (triggerId: string) => bot.views.open({ trigger_id: triggerId, view: declareModal() })
  const issued = async () => {
    const reply = await driver.apiCall('views.generateTriggerId', { user_id: slack.users.ben })
    return (reply as unknown as { trigger_id: string }).trigger_id
  }
  const once = await issued()
  const late = await issued()
  await open(once)
  expect(await errorOf(open(once))).toBe('exchanged_trigger_id')
  slack.noteTrigger('1.2.invented', slack.users.ben!)
  wall.moveTo(wall.now() + 3_001)
  expect(await errorOf(open(late))).toBe('expired_trigger_id')
  expect(await errorOf(open('1.2.invented'))).toBe('expired_trigger_id')
  expect(await errorOf(open('no such id'))).toBe('invalid_trigger_id')
})

test('views.update wants the right hash', async () => {
  const { slack, bot } = await startWorkspace()
  const opened = (await bot.views.open({ trigger_id: '1.3.aa', view: declareModal() })).view!
  const update = (hash: string) => bot.views.update({ view_id: opened.id!, hash, view: declareModal('Later') })
  expect(await errorOf(update('0.stale'))).toBe('hash_conflict')
  const updated = (await update(opened.hash!)).view!
  expect(updated).toMatchObject({ id: opened.id, title: { text: 'Later' } })
  expect(updated.hash).not.toBe(opened.hash)
  expect(await errorOf(bot.views.update({ view_id: 'V0', view: declareModal() }))).toBe('not_found')
  expect(await getJson(slack.viewsUrl)).toMatchObject([{ title: { text: 'Later' } }])
})
