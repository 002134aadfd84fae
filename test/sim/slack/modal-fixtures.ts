/**
 * Buttons, a modal and what the sandbox lists of it, for tests of interactions.
 */
import type { App } from '@slack/bolt'
import { expect } from 'vitest'
import { getJson } from './workspace.ts'

export const plain = (text: string) => ({ type: 'plain_text' as const, text })
export const button = (actionId: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  value,
  text: plain(actionId),
})
export const declareModal = (title = 'Declare') => ({
  type: 'modal' as const,
  callback_id: 'declare',
  title: plain(title),
  submit: plain('Declare'),
  private_metadata: 'm',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'plan',
      label: plain('Plan'),
      element: {
        type: 'static_select' as const,
        action_id: 'value',
        options: [{ text: plain('MCP debate'), value: 'mcp-debate' }],
      },
    },
    {
      type: 'input' as const,
      block_id: 'seen',
      optional: true,
      label: plain('What is seen'),
      element: { type: 'plain_text_input' as const, action_id: 'value', initial_value: 'nothing yet' },
    },
  ],
})

export interface ListedView {
  id: string
  user: string
  hash: string
  root_view_id: string
  callback_id: string
  title: { text: string }
}

/** A bot whose command opens that modal. */
export const opensModal = (app: App) =>
  app.command('/dr', async ({ ack, client, command }) => {
    await ack()
    await client.views.open({ trigger_id: command.trigger_id, view: declareModal() })
  })

/** The open views once there are so many: a bot answers first and opens the view afterwards. */
export async function openViews(viewsUrl: string, count: number, user?: string): Promise<ListedView[]> {
  const url = user === undefined ? viewsUrl : `${viewsUrl}?user=${user}`
  return expect
    .poll(() => getJson<ListedView[]>(url), { timeout: 5_000 })
    .toHaveLength(count)
    .then(() => getJson(url))
}
