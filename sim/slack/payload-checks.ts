/**
 * Slack's verdict on a whole message or view before anything is done with it: undefined when it would be taken, else
 * the refusal. The insides of blocks are block-checks.ts; whether the channel, trigger or view exists is not asked
 * here.
 */
import { checkBlocks } from './block-checks.ts'
import { SLACK_LIMITS as LIMITS } from './block-limits.ts'
import { type Complaints, createComplaints } from './complaints.ts'
import { isObject, type Json, refuse, type SlackReply, stringOf } from './wire.ts'

/** @param method a `chat.*` method that carries a message. */
export function messageRefusal(method: string, args: Json): SlackReply | undefined {
  const charsMax = method === 'chat.update' ? LIMITS.updateTextCharsMax : LIMITS.postTextCharsMax
  if (stringOf(args.text).length > charsMax) return refuse('msg_too_long')
  if (args.metadata !== undefined && !isMetadata(args.metadata)) return refuse('invalid_metadata_format')
  if (args.blocks === undefined || (Array.isArray(args.blocks) && args.blocks.length === 0)) return undefined
  if (!Array.isArray(args.blocks)) return refuse('invalid_blocks_format')
  const complaints = createComplaints()
  checkBlocks(args.blocks, '/blocks', LIMITS.messageBlocksMax, complaints)
  return complaints.refusal('invalid_blocks')
}

const isMetadata = (value: unknown) =>
  isObject(value) && typeof value.event_type === 'string' && isObject(value.event_payload)

/** @param type what the method takes: `modal` for open and push, `home` for publish, either for update. */
export function viewRefusal(view: unknown, type: 'modal' | 'home' | 'either'): SlackReply | undefined {
  const complaints = createComplaints()
  const found = complaints.object(view, '/view')
  if (found) {
    if (JSON.stringify(found).length > LIMITS.viewBytesMax) return refuse('view_too_large')
    const fits = type === 'either' ? found.type === 'modal' || found.type === 'home' : found.type === type
    if (!fits) complaints.add(`unsupported type: ${found.type}`, '/view/type')
    checkView(found, complaints)
  }
  return complaints.refusal('invalid_arguments')
}

function checkView(view: Json, complaints: Complaints) {
  if (view.type === 'modal') {
    complaints.textObject(view.title, '/view/title', LIMITS.viewTitleCharsMax, 'plain_text', 'required')
    complaints.textObject(view.submit ?? undefined, '/view/submit', LIMITS.viewButtonCharsMax, 'plain_text')
    complaints.textObject(view.close ?? undefined, '/view/close', LIMITS.viewButtonCharsMax, 'plain_text')
  }
  complaints.text(view.callback_id, '/view/callback_id', LIMITS.viewCallbackIdCharsMax)
  complaints.text(view.external_id, '/view/external_id', LIMITS.viewExternalIdCharsMax)
  complaints.text(view.private_metadata, '/view/private_metadata', LIMITS.privateMetadataCharsMax)
  checkBlocks(view.blocks, '/view/blocks', LIMITS.viewBlocksMax, complaints)
  const asksForInput =
    Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input')
  if (view.type === 'modal' && asksForInput && !view.submit) {
    complaints.add('must define `submit` to use an `input` block in modals', '/view/submit')
  }
}
