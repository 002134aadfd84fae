/**
 * Brings the picture of an answer to whoever asked, as a file in their direct messages with the app: a file can be shown to nobody alone anywhere else, and in an
 * incident's channel somebody would take a rehearsal for the real thing. Each call ends within the client's own limit, and is made once.
 */
import type { WebClient } from '@slack/web-api'
import type { Picture } from '../../../commands/command.ts'
import { CALL_TIMEOUT_MS } from './client.ts'

/** @throws what Slack, or the drawing, says. */
export async function sendPicture(client: WebClient, user: string, { name, title, png }: Picture): Promise<void> {
  const bytes = await png()
  const { channel } = await client.conversations.open({ users: user })
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    ...{ filename: name, length: bytes.byteLength, alt_text: title },
  })
  if (!channel?.id || !upload_url || !file_id) throw new Error('Slack has not said where to put the file.')
  await put(upload_url, bytes)
  await client.files.completeUploadExternal({
    files: [{ id: file_id, title }],
    channel_id: channel.id,
    initial_comment: title,
  })
}

/** The address is good for this one file, and takes no token. */
async function put(url: string, bytes: Uint8Array): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  await response.text()
  if (!response.ok) throw new Error(`Slack took no file: HTTP status ${response.status}.`)
}
