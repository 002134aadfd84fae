/**
 * The `views.*` methods over the kept views, and what the bot's answer to a submission does to them
 * (`response_action`). Size checks apply to the bot only.
 */
import { viewRefusal } from './payload-checks.ts'
import type { Triggers } from './triggers.ts'
import { type SlackView, STACK_MAX, type Views } from './views.ts'
import type { Call, MethodTable } from './web-api.ts'
import { isObject, type Json, parsedOr, refuse, type SlackReply, stringOf } from './wire.ts'

/** @param knowsUser whether a Slack user id is somebody in the workspace. */
export function viewMethods(views: Views, triggers: Triggers, knowsUser: (userId: string) => boolean): MethodTable {
  const shown = (view: SlackView): SlackReply => ({ ok: true, view })
  const refusal = (call: Call, type: 'modal' | 'home' | 'either') => {
    if (!isObject(call.args.view)) return refuse('invalid_arguments')
    if (call.door === 'bot') {
      const bad = viewRefusal(call.args.view, type)
      if (bad) return bad
    }
    return undefined
  }
  const isTaken = (payload: Json, exceptId?: string) => {
    const same = views.find({ externalId: stringOf(payload.external_id) })
    return same !== undefined && same.view.id !== exceptId
  }
  const exchange = ({ args }: Call) =>
    triggers.exchange(stringOf(args.trigger_id) || stringOf(args.interactivity_pointer))

  return {
    'views.generateTriggerId'({ args, userId }) {
      const viewId = stringOf(args.view_id)
      const from = viewId ? views.find({ viewId }) : undefined
      if (viewId && !from) return refuse('not_found')
      const forUser = stringOf(args.user_id) || from?.userId || userId
      return knowsUser(forUser)
        ? { ok: true, trigger_id: triggers.issue(forUser, from?.view.id) }
        : refuse('user_not_found')
    },
    'views.open'(call) {
      const bad = refusal(call, 'modal')
      if (bad) return bad
      const payload = call.args.view as Json
      if (isTaken(payload)) return refuse('duplicate_external_id')
      const trigger = exchange(call)
      return 'error' in trigger ? refuse(trigger.error) : shown(views.open(trigger.userId, payload))
    },
    'views.push'(call) {
      const bad = refusal(call, 'modal')
      if (bad) return bad
      const payload = call.args.view as Json
      if (isTaken(payload)) return refuse('duplicate_external_id')
      const trigger = exchange(call)
      if ('error' in trigger) return refuse(trigger.error)
      const below = trigger.viewId ? views.find({ viewId: trigger.viewId }) : views.top(trigger.userId)
      if (!below) return refuse('not_found')
      if (views.depth(below.view.root_view_id) >= STACK_MAX) return refuse('push_limit_reached')
      return shown(views.open(below.userId, payload, below.view))
    },
    'views.update'(call) {
      const bad = refusal(call, 'either')
      if (bad) return bad
      const payload = call.args.view as Json
      const open = views.find({ viewId: stringOf(call.args.view_id), externalId: stringOf(call.args.external_id) })
      if (!open) return refuse('not_found')
      if (call.args.hash && call.args.hash !== open.view.hash) return refuse('hash_conflict')
      if (isTaken(payload, open.view.id)) return refuse('duplicate_external_id')
      return shown(views.update(open, payload))
    },
    'views.publish'(call) {
      const bad = refusal(call, 'home')
      if (bad) return bad
      const userId = stringOf(call.args.user_id)
      if (!knowsUser(userId)) return refuse('user_not_found')
      const home = views.list().find((entry) => entry.view.type === 'home' && entry.userId === userId)
      if (home && call.args.hash && call.args.hash !== home.view.hash) return refuse('hash_conflict')
      return shown(views.publish(userId, call.args.view as Json))
    },
  }
}

/**
 * Does to the open views what the bot's answer to a view_submission says: errors leave the view, update and push show
 * another, clear closes the stack, and an empty answer closes the view. A view that is gone already is left alone.
 * @param body the answer's body, JSON or empty.
 */
export function applyViewResponse(views: Views, viewId: string, body: string): void {
  const open = views.find({ viewId })
  if (!open) return
  const response = parsedOr(body)
  const action = isObject(response) ? stringOf(response.response_action) : ''
  const next = isObject(response) && isObject(response.view) ? response.view : undefined
  if (action === 'errors') return
  if (action === 'clear') views.clear(open.view.root_view_id)
  else if (action === 'update' && next) views.update(open, next)
  else if (action === 'push' && next) views.open(open.userId, next, open.view)
  else views.close(viewId)
}
