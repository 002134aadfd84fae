/** The workspace's public channels, page by page. */
import type { WebClient } from '@slack/web-api'

/** Slack gives 1,000 channels a page at most, and allows some twenty such calls a minute (conversations.list is of tier 2). */
const PAGE_CHANNELS = 1_000
const PAGES_MAX = 15

/** Ends early when the signal aborts. */
export async function* publicChannels(client: WebClient, signal: AbortSignal) {
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX && !signal.aborted; page++) {
    const found = await client.conversations.list({
      limit: PAGE_CHANNELS,
      exclude_archived: true,
      types: 'public_channel',
      ...(cursor ? { cursor } : {}),
    })
    yield* found.channels ?? []
    cursor = found.response_metadata?.next_cursor
    if (!cursor) break
  }
}
