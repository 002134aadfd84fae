/** Carries into the incident's channel what is asked of somebody about messages: one message for each task, kept up to date in place. Detail: `{ ts }`. */
import type { WebClient } from '@slack/web-api'
import type { Carrier } from '../carrier.ts'
import { outcomeOf } from './call-outcomes.ts'
import { updated } from './channel-messages.ts'
import { NO_CHANNEL } from './incident-channel.ts'
import { taskBlocks, taskText } from './task-message.ts'

export function showTask(client: WebClient): Carrier<'show-task'> {
  return (effect, { state, view, atMs }) =>
    outcomeOf(atMs, async () => {
      if (!state.channel) return NO_CHANNEL
      const channel = state.channel.id
      const task = view.tasks.find(({ id }) => id === effect.task)
      if (!task) return { ok: true, detail: {} }
      const content = { text: taskText(view, task), blocks: taskBlocks(view, task, atMs) }
      const ts = state.communication.shown[task.id]?.ts
      if (ts && (await updated(client, channel, ts, content))) return { ok: true, detail: { ts } }
      const posted = await client.chat.postMessage({ channel, ...content, unfurl_links: false, unfurl_media: false })
      return { ok: true, detail: { ts: posted.ts } }
    })
}
