/**
 * Small makers of Block Kit blocks and the limits that Slack puts on them (docs.slack.dev/reference/block-kit), so that nothing that we
 * build is refused for its size. Text that comes in as mrkdwn is expected escaped.
 */
import type { types } from '@slack/bolt'
import type { Asks } from '../../messages/ending-words.ts'
import { clip, fitLines } from './mrkdwn.ts'

export const BLOCK_LIMITS = {
  sectionChars: 3_000,
  headerChars: 150,
  contextChars: 2_000,
  buttonTextChars: 75,
  buttonValueChars: 2_000,
  buttonUrlChars: 3_000,
  actionsElements: 25,
  actionIdChars: 255,
  /** `text` of chat.update; longer is refused with msg_too_long. chat.postMessage would cut at 40,000. */
  messageChars: 4_000,
} as const

export type Block = types.KnownBlock

export const header = (text: string): types.HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: clip(text, BLOCK_LIMITS.headerChars), emoji: true },
})

/** A paragraph; whole lines are dropped, and counted, beyond Slack's limit. */
export const section = (mrkdwn: string): types.SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: within(mrkdwn, BLOCK_LIMITS.sectionChars) },
})

export const context = (mrkdwn: string): types.ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: within(mrkdwn, BLOCK_LIMITS.contextChars) }],
})

const within = (mrkdwn: string, charsMax: number): string => {
  if (mrkdwn.length <= charsMax) return mrkdwn
  const lines = fitLines(mrkdwn.split('\n'), charsMax)
  return lines.includes('\n') ? lines : clip(mrkdwn, charsMax)
}

/** What a button does and says. */
export interface ButtonSpec {
  /** The command that it stands for. */
  command: string
  label: string
  value: string
  style?: 'primary' | 'danger'
  /** Slack asks first, and sends nothing unless it is meant. Plain text. */
  asks?: Asks
  /** Opens this page instead; Slack still sends the click. */
  url?: string
}

/**
 * A row of buttons. `action_id` is the command, and the command with `:2`, `:3` … where several stand for the same one, as ids must be
 * unique within a block. A button whose value or id Slack would refuse is left out; none left: no block at all.
 */
export function buttons(specs: readonly ButtonSpec[]): types.ActionsBlock[] {
  const seen = new Map<string, number>()
  const elements = specs
    .filter(fits)
    .slice(0, BLOCK_LIMITS.actionsElements)
    .map((spec): types.Button => {
      const nth = (seen.get(spec.command) ?? 0) + 1
      seen.set(spec.command, nth)
      return {
        type: 'button',
        action_id: nth === 1 ? spec.command : `${spec.command}:${nth}`,
        text: { type: 'plain_text', text: clip(spec.label, BLOCK_LIMITS.buttonTextChars), emoji: true },
        ...(spec.value ? { value: spec.value } : {}),
        ...(spec.style ? { style: spec.style } : {}),
        ...(spec.url ? { url: spec.url } : {}),
        ...(spec.asks ? { confirm: confirmOf(spec.asks, spec.style) } : {}),
      }
    })
  return elements.length > 0 ? [{ type: 'actions', elements }] : []
}

/** Limits: docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object. */
const CONFIRM_LIMITS = { titleChars: 100, textChars: 300, buttonChars: 30 } as const

function confirmOf({ title, text, yes, no }: NonNullable<ButtonSpec['asks']>, style?: 'primary' | 'danger') {
  const plain = (words: string, charsMax: number) => ({ type: 'plain_text' as const, text: clip(words, charsMax) })
  return {
    title: plain(title, CONFIRM_LIMITS.titleChars),
    text: plain(text, CONFIRM_LIMITS.textChars),
    confirm: plain(yes, CONFIRM_LIMITS.buttonChars),
    deny: plain(no, CONFIRM_LIMITS.buttonChars),
    ...(style && { style }),
  }
}

const fits = ({ command, label, value, url = '' }: ButtonSpec): boolean =>
  command !== '' &&
  label !== '' &&
  // Room for the `:n`.
  command.length <= BLOCK_LIMITS.actionIdChars - 3 &&
  value.length <= BLOCK_LIMITS.buttonValueChars &&
  url.length <= BLOCK_LIMITS.buttonUrlChars
