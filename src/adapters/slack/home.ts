/**
 * The app's home tab: what the program says that one person should see, as Block Kit, published when they open it. Slack keeps what was
 * published: it is brought up to date when it is opened again and when one of its buttons is pressed, and says as of when it is.
 */
import type { types } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Home, HomeSection } from '../../../commands/command.ts'
import { type Block, type ButtonSpec, buttons, context, header } from './block-kit.ts'
import { carry } from './button-value.ts'
import type { Diagnostics } from './client.ts'
import { slackTime } from './mrkdwn.ts'
import { buttonSpecs, replyMessage } from './replies.ts'

/** Slack takes so many blocks in a view (docs.slack.dev/reference/views). */
const BLOCKS_MAX = 100

/** @param boardUrls where boards are, by incident. */
function homeView(home: Home, boardUrls: ReadonlyMap<string, string>): types.HomeView {
  const closing = [
    ...buttons(buttonSpecs(home.buttons, undefined)),
    context(`As of ${slackTime(home.atMs, '{date_short_pretty} {time}')}; open this tab again for the present state.`),
  ]
  const blocks = home.sections.flatMap((section) => blocksOf(section, boardUrls))
  return { type: 'home', blocks: [...blocks.slice(0, BLOCKS_MAX - closing.length), ...closing] }
}

function blocksOf(
  { title, text, incident, buttons: given = [], board }: HomeSection,
  boardUrls: ReadonlyMap<string, string>,
) {
  const url = board && incident ? boardUrls.get(incident) : undefined
  // Slack reports the press of a button that opens a page, too: `join` asks for nothing (listeners.ts).
  const toBoard: ButtonSpec[] = url ? [{ command: 'join', label: 'Board', value: carry(incident), url }] : []
  const blocks: Block[] = [
    ...(title === undefined ? [] : [header(title)]),
    ...replyMessage({ ok: true, text }).blocks,
    ...buttons([...buttonSpecs(given, incident), ...toBoard]),
  ]
  return blocks
}

/** Publishes it for one user. A board that Slack has no link for is left out; rejects when the view itself is refused. */
export async function publishHome(
  { client, logger }: { client: WebClient; logger: Diagnostics | undefined },
  user: string,
  home: Home,
): Promise<void> {
  const found = home.sections.map(async ({ incident, board }) => {
    if (!incident || !board) return []
    try {
      const { permalink } = await client.chat.getPermalink({ channel: board.channel, message_ts: board.ts })
      return permalink ? [[incident, permalink] as const] : []
    } catch (error) {
      logger?.debug(`slack: a board has no link: ${String(error)}`)
      return []
    }
  })
  const boardUrls = new Map((await Promise.all(found)).flat())
  await client.views.publish({ user_id: user, view: homeView(home, boardUrls) })
}
