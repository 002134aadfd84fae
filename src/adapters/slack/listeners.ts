/**
 * What Slack sends, and what each means: slash commands, buttons, submitted forms, shortcuts, and the few events that we subscribe to. Every
 * request is acknowledged before any work begins, but for forms, whose errors Slack takes only in the acknowledgement.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { App, types } from '@slack/bolt'
import type { Reply } from '../../../commands/command.ts'
import type { Act, Desk } from './asking.ts'
import { carried, commandOf } from './button-value.ts'
import { enteredValues, errorsByInput, type InputState, modalView } from './modal.ts'
import { unescapeText } from './mrkdwn.ts'
import { requestKey } from './once.ts'

/** Slack closes the form with an error after 3 s; what takes longer than this is answered by message. */
const FORM_ANSWER_WITHIN_MS = 2_000

/** The button that only opens a page (page-message.ts): Slack reports the click, and there is nothing to do. */
const LINK_BUTTON = 'join'

export interface ListenerParts {
  desk: Desk
  /** Takes work on that goes on after Slack has been answered. */
  later(work: () => Promise<void>): void
  /** Somebody wrote in a channel. */
  onMessage(channel: string, user: string): Promise<void>
  /** Somebody opened the app's home, or pressed a button there. */
  onHome(user: string): Promise<void>
}

export function addListeners(app: App, parts: ListenerParts): void {
  onSlashCommands(app, parts)
  onButtons(app, parts)
  onForms(app, parts)
  onShortcuts(app, parts)
  onEvents(app, parts)
}

/** Any command name: a workspace may have had another `/dr`. */
function onSlashCommands(app: App, { desk, later }: ListenerParts) {
  app.command(/.*/, async ({ command: given, ack }) => {
    await ack()
    const { command, words } = firstWord(unescapeText(given.text ?? ''))
    const { user_id, channel_id, trigger_id, response_url, team_id: team } = given
    const place = { user: user_id, channel: channel_id, responseUrl: response_url }
    const key = requestKey([trigger_id], ['slash', user_id, channel_id, given.command, given.text])
    later(() => desk.serve({ command, words, key, place, team, ...(trigger_id ? { triggerId: trigger_id } : {}) }))
  })
}

/** The subcommand, or whatever stands in its place, and the rest, both as typed; nothing typed is `help`. */
function firstWord(text: string): { command: string; words: string } {
  const [, command = '', words = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? []
  return { command: command || 'help', words: words.trim() }
}

/** What is read of a `block_actions` payload; only fields that Slack documents. */
interface Press {
  user: { id: string }
  team?: { id?: string } | null
  trigger_id?: string
  response_url?: string
  channel?: { id: string }
  container?: { channel_id?: string; message_ts?: string }
  view?: { type?: string; private_metadata?: string }
  actions: { action_id: string; action_ts?: string; value?: string; selected_option?: { value?: string } | null }[]
}

function onButtons(app: App, { desk, later, onHome }: ListenerParts) {
  app.action(/.*/, async ({ body, ack }) => {
    await ack()
    const press = body as unknown as Press
    for (const action of press.actions) {
      const command = commandOf(action.action_id)
      if (command === LINK_BUTTON) continue
      const act = actOfPress(press, action, command)
      // What was pressed in the home is answered elsewhere; the home itself must not go on asking for it.
      later(async () => {
        await desk.serve(act)
        if (press.view?.type === 'home') await onHome(press.user.id)
      })
    }
  })
}

function actOfPress(press: Press, action: Press['actions'][number], command: string): Act {
  const { user, trigger_id, response_url, container } = press
  const channel = press.channel?.id ?? container?.channel_id
  const value = action.value ?? action.selected_option?.value
  const { incident = carried(press.view?.private_metadata).incident, rest } = carried(value)
  const content = ['button', user.id, channel, container?.message_ts, action.action_id, value]
  return {
    ...{ command, words: rest, key: requestKey([trigger_id, action.action_ts], content) },
    place: { user: user.id, ...(channel ? { channel } : {}), ...(response_url ? { responseUrl: response_url } : {}) },
    ...(incident ? { incident } : {}),
    ...(trigger_id ? { triggerId: trigger_id } : {}),
    ...inTeam(press.team),
  }
}

const inTeam = (team: { id?: string } | null | undefined) => (team?.id === undefined ? {} : { team: team.id })

function onForms(app: App, { desk, later }: ListenerParts) {
  app.view(/.*/, async ({ body, view, ack }) => {
    const { incident, rest: channel } = carried(view.private_metadata)
    const values = enteredValues((view.state?.values ?? {}) as Record<string, Record<string, InputState>>)
    const act: Act = {
      ...{ command: view.callback_id, words: '', values },
      // No trigger id here: pressing the same form's button twice is one request.
      key: requestKey([view.id, view.hash], ['form', body.user.id, view.callback_id, view.private_metadata, values]),
      place: { user: body.user.id, ...(channel ? { channel } : {}) },
      ...(incident ? { incident } : {}),
      ...inTeam(body.team),
    }
    const { result, repeated } = desk.run(act)
    const answered = new AbortController()
    const late = pause(FORM_ANSWER_WITHIN_MS, undefined, { signal: answered.signal }).catch(() => undefined)
    const reply = await Promise.race([result, late])
    answered.abort()
    const stays = reply && answerInForm(view, reply, { ...act.place, ...(incident ? { incident } : {}) })
    if (stays) return ack(stays)
    await ack()
    if (!repeated) later(() => result.then((settled) => desk.bring(act, withErrorsAsText(settled))))
  })
  app.view({ callback_id: /.*/, type: 'view_closed' }, ({ ack }) => ack())
}

/** What keeps the form open: errors at its inputs, or the next form. */
function answerInForm(
  view: types.ModalView | { blocks: types.AnyBlock[] },
  reply: Reply,
  place: { channel?: string; incident?: string },
) {
  const errors = reply.errors && errorsByInput(view.blocks, reply.errors)
  if (errors) return { response_action: 'errors' as const, errors }
  if (reply.form) return { response_action: 'update' as const, view: modalView(reply.form, place) }
  return undefined
}

/** For a form that is closed already. */
const withErrorsAsText = (reply: Reply): Reply =>
  reply.errors ? { ...reply, text: [...new Set([reply.text, ...Object.values(reply.errors)])].join('\n') } : reply

/** What is read of a shortcut; a message shortcut has the message. */
interface Shortcut {
  user: { id: string }
  team?: { id?: string } | null
  callback_id: string
  trigger_id?: string
  action_ts?: string
  response_url?: string
  channel?: { id: string }
  message?: { text?: string; user?: string; ts?: string; files?: { name?: string; permalink?: string }[] }
}

/** The callback id is the command; a message's text are its words, with who wrote it, and links to its pictures and files. */
function onShortcuts(app: App, { desk, later }: ListenerParts) {
  app.shortcut(/.*/, async ({ body, ack }) => {
    await ack()
    const { user, team, callback_id, trigger_id, action_ts, response_url, channel, message } =
      body as unknown as Shortcut
    const files = (message?.files ?? []).flatMap(({ permalink }) => permalink ?? [])
    const quoted = [unescapeText(message?.text ?? '').trim(), ...files].filter(Boolean).join(' ')
    const words = quoted && message?.user ? `<@${message.user}>: ${quoted}` : quoted
    later(() =>
      desk.serve({
        ...{ command: callback_id, words },
        key: requestKey([trigger_id, action_ts], ['shortcut', user.id, callback_id, channel?.id, message?.ts]),
        place: {
          user: user.id,
          ...(channel ? { channel: channel.id } : {}),
          ...(response_url ? { responseUrl: response_url } : {}),
        },
        ...(trigger_id ? { triggerId: trigger_id } : {}),
        ...inTeam(team),
      }),
    )
  })
}

/** Kinds of messages that a person wrote; others are joins, edits and what apps say. */
const WRITTEN = new Set([undefined, 'file_share', 'me_message', 'thread_broadcast'])

function onEvents(app: App, { desk, later, onMessage, onHome }: ListenerParts) {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') later(() => onHome(event.user))
  })
  app.event('app_mention', async ({ event, body }) => {
    if (!event.user || event.bot_id) return
    const place = { user: event.user, channel: event.channel }
    const key = requestKey([body.event_id], ['mention'])
    later(() => desk.serve({ command: 'help', words: '', key, place, ...inTeam({ id: body.team_id }) }))
  })
  app.event('message', async ({ event }) => {
    const { subtype, channel, user, bot_id } = event as {
      subtype?: string
      channel: string
      user?: string
      bot_id?: string
    }
    if (user && !bot_id && WRITTEN.has(subtype)) later(() => onMessage(channel, user))
  })
}
