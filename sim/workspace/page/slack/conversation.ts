/** A channel, or the app's direct messages to a person: what it is called and about, its bookmarks and pins, its messages, the composer. */
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Channel, Message, Person } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { actingPerson, channelNamed, directChannelOf, messagesFor } from '../looking.ts'
import { change, type Model } from '../model.ts'
import { plainText } from '../mrkdwn/mrkdwn.ts'
import { goTo } from '../navigation.ts'
import { rememberReading } from '../remembered.ts'
import type { Route } from '../route.ts'
import { appAvatar } from '../ui/avatar.ts'
import { icon } from '../ui/icon.ts'
import { Composer } from './composer.ts'
import { MessageList } from './message-list.ts'
import { Thread } from './thread.ts'

type Talk = Extract<Route, { kind: 'channel' | 'dm' }>

export function Conversation({ model, route }: { model: Model; route: Talk }): VNode {
  const { workspace } = model
  const person = actingPerson(model)
  const channel = route.kind === 'dm' ? directChannelOf(workspace, person) : channelNamed(workspace, route.name)
  const messages = channel ? messagesFor(workspace, channel.id, person) : []
  useEffect(() => {
    if (channel) markRead(model, channel)
  }, [channel?.id, messages.length, model.person])

  if (!channel) return route.kind === 'dm' ? nothingYet(person) : nothingThere(route.name)
  const inThread = (ts: string | undefined) => goTo({ ...without(route), ...(ts ? { thread: ts } : {}) })
  const top = messages.filter(({ threadTs }) => !threadTs)
  const first = route.thread ? top.find(({ ts }) => ts === route.thread) : undefined
  const name = channel.directWith ? 'Muster' : `#${channel.name}`
  return html`<div class="talk">
    <section class="conversation" aria-label=${name}>
      ${head(channel, model)}
      <${MessageList}
        ...${{ messages: top, channel: channel.id, person: model.person, workspace, pins: channel.pins }}
        replyCounts=${replyCounts(messages)}
        onThread=${inThread}
        beginning=${beginning(channel)}
      />
      <${Composer} key=${channel.id} channel=${channel.id} person=${model.person} workspace=${workspace} placeholder=${`Message ${name}, / for commands`} />
    </section>
    ${
      first &&
      html`<${Thread} ...${{ first, channel: channel.id, person: model.person, workspace }}
        replies=${messages.filter(({ threadTs }) => threadTs === first.ts)} onClose=${() => inThread(undefined)} />`
    }
  </div>`
}

function without(route: Talk): Talk {
  const { thread: _, ...rest } = route
  return rest as Talk
}

function markRead({ workspace, readUpTo }: Model, channel: Channel): void {
  const latest = workspace.messages[channel.id]?.at(-1)?.serial ?? 0
  if ((readUpTo[channel.id] ?? 0) >= latest) return
  const next = { ...readUpTo, [channel.id]: latest }
  rememberReading(workspace.run, next)
  change({ readUpTo: next })
}

function replyCounts(messages: readonly Message[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { threadTs } of messages) if (threadTs) counts[threadTs] = (counts[threadTs] ?? 0) + 1
  return counts
}

function head(channel: Channel, model: Model): VNode {
  const { workspace } = model
  const direct = channel.directWith !== undefined
  return html`<header class="pane-head">
    <div class="pane-title">
      ${direct ? appAvatar('small') : html`<span class="pane-mark">${icon('hash')}</span>`}
      <h1>${direct ? 'Muster' : channel.name}</h1>
      ${direct && html`<span class="app-mark">App</span>`}
      ${!direct && html`<span class="pane-count" title="Members">${icon('people')} ${channel.members.length}</span>`}
    </div>
    ${channel.topic ? html`<p class="pane-about" title=${plainText(channel.topic)}>${plainText(channel.topic)}</p>` : null}
    ${(channel.pins.length > 0 || channel.bookmarks.length > 0) && bar(channel, workspace.messages[channel.id] ?? [])}
  </header>`
}

function bar(channel: Channel, messages: readonly Message[]): VNode {
  const pinned = messages.filter(({ ts }) => channel.pins.includes(ts))
  const show = (ts: string) => {
    const element = document.getElementById(`m-${ts}`)
    element?.scrollIntoView({ block: 'start' })
    element?.focus()
  }
  return html`<nav class="pane-bar" aria-label="Pins and bookmarks">
    ${
      pinned.length > 0 &&
      html`<button type="button" class="bar-item" onClick=${() => show(pinned[0]!.ts)}>${icon('pin')} ${pinned.length} pinned</button>`
    }
    ${channel.bookmarks.map(({ id, title, link }) => html`<a class="bar-item" key=${id} href=${link} target="_blank" rel="noreferrer">${icon('bookmark')} ${title}</a>`)}
  </nav>`
}

function beginning(channel: Channel): VNode {
  if (channel.directWith) {
    return html`<div class="beginning"><h2>Muster</h2><p>Pages reach this person here, with buttons to answer them.</p></div>`
  }
  const about = channel.purpose ? html`<p>${plainText(channel.purpose)}</p>` : null
  return html`<div class="beginning"><h2>#${channel.name}</h2>${about}<p class="soft">This is where the channel begins.</p></div>`
}

const nothingYet = (person: Person): VNode => html`<section class="conversation" aria-label="Muster">
  <header class="pane-head">
    <div class="pane-title">${appAvatar('small')}<h1>Muster</h1><span class="app-mark">App</span></div>
  </header>
  <div class="pane-empty"><h2>No messages yet</h2><p>Muster writes to ${person.name} here when they are paged.</p></div>
</section>`

const nothingThere = (name: string): VNode => html`<div class="pane-empty">
  <h1>#${name} is not there</h1>
  <p>Nobody has opened a channel of that name in this sandbox.</p>
</div>`
