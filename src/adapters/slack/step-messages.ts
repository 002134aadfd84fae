/**
 * Carries steps into the incident's channel: each has one message, posted when it has something to say and kept up to date in place; one that somebody deleted
 * is posted anew. Detail of a success: `{ ts }`.
 */
import type { WebClient } from '@slack/web-api'
import type { Carrier } from '../carrier.ts'
import { outcomeOf } from './call-outcomes.ts'
import { updated } from './channel-messages.ts'
import { NO_CHANNEL } from './incident-channel.ts'
import { stepBlocks, stepText } from './step-message.ts'
import { undoInHand } from './step-words.ts'

export function showStep(client: WebClient): Carrier<'show-step'> {
  return (effect, carrying) =>
    outcomeOf(carrying.atMs, async () => {
      const { state, view, atMs } = carrying
      if (!state.channel) return NO_CHANNEL
      const channel = state.channel.id
      const step = view.recovery?.steps.find(({ id }) => id === effect.step)
      // The scenario has changed meanwhile: nobody waits for this step any more.
      if (!step) return { ok: true, detail: {} }
      const undo = undoInHand(step)
      const content = {
        text: stepText(view, step),
        blocks: stepBlocks(view, step, atMs, undo?.commands ?? []),
      }
      const ts = state.recovery.shown[step.id]?.ts
      if (ts && (await updated(client, channel, ts, content))) return { ok: true, detail: { ts } }
      const posted = await client.chat.postMessage({ channel, ...content, unfurl_links: false, unfurl_media: false })
      return { ok: true, detail: { ts: posted.ts } }
    })
}
