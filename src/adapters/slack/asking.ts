/**
 * From something a person did in Slack to a command and back to them: finds out who asks and about which incident, runs the command, and
 * brings the answer or opens the form. It holds no rule; all that differs between slash commands, buttons and forms is where the
 * parts of a request come from.
 */
import type { WebClient } from '@slack/web-api'
import type { Home, Picture, Reply, Request } from '../../../commands/command.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Actor } from '../../plan/actor.ts'
import { codeOf } from './call-outcomes.ts'
import type { Diagnostics } from './client.ts'
import type { Members } from './members.ts'
import { modalView } from './modal.ts'
import { createOnce } from './once.ts'
import { sendPicture } from './pictures.ts'
import type { ReplyPlace, SendReply } from './replies.ts'

/** What the adapter asks of the program behind it. */
export interface SlackAsking {
  /** Runs a `/dr` subcommand, named as typed; answers unknown ones too. */
  run(command: string, request: Omit<Request, 'services'>): Promise<Reply>
  whoIs(slackUserId: string): Promise<Actor>
  incidentOfChannel(channelId: string): Promise<string | undefined>
  /** What somebody sees who opens the app's home. */
  home(request: Pick<Request, 'by' | 'atMs'>): Promise<Home>
}

/** One act of one person. */
export interface Act {
  command: string
  words: string
  values?: Record<string, string>
  /** Known from a button or a form; else the channel says. */
  incident?: string
  /** The same for a retried delivery. */
  key: string
  place: ReplyPlace
  /** Lets a form be opened, for three seconds and once. */
  triggerId?: string
  /** Workspace in which it was done, where Slack names it. */
  team?: string
}

export interface Desk {
  /** Runs the command and brings the answer; a retry of it does nothing. */
  serve(act: Act): Promise<void>
  /** Runs the command alone, for whoever answers by themselves. */
  run(act: Act): { result: Promise<Reply>; repeated: boolean }
  /** Brings an answer that `run` gave. */
  bring(act: Act, reply: Reply): Promise<void>
}

const BROKEN: Reply = {
  ok: false,
  text: 'That did not work: Muster has an internal error. Try again, or use the console.',
}

export interface DeskParts extends SlackAsking {
  client: WebClient
  /** The program's clock, by which the plan is timed. */
  clock: Clock
  sendReply: SendReply
  members: Pick<Members, 'whyNot'>
  logger?: Diagnostics
}

export function createDesk(parts: DeskParts): Desk {
  const { client, clock, sendReply, members, logger } = parts
  const once = createOnce<Reply>(({ ok }) => ok, clock.now)

  const ask = async (act: Act): Promise<Reply> => {
    const { channel, user } = act.place
    try {
      const [by, here] = await Promise.all([
        parts.whoIs(user),
        act.incident ?? (channel ? parts.incidentOfChannel(channel) : undefined),
      ])
      const { command, words, values, key, triggerId, team } = act
      const refused = await members.whyNot(user, { team, isPerson: by.person !== undefined })
      if (refused !== undefined) return { ok: false, text: refused, ...(values && { errors: { form: refused } }) }
      return await parts.run(command, {
        ...{ by, words, key, atMs: clock.now(), canShowForm: triggerId !== undefined },
        ...(values ? { values } : {}),
        ...(here ? { incident: here } : {}),
      })
    } catch (error) {
      logger?.error(`slack: the command ${act.command} failed: ${error instanceof Error ? error.stack : error}`)
      // A form stays open with it, and with what was typed.
      return act.values ? { ...BROKEN, errors: { form: BROKEN.text } } : BROKEN
    }
  }
  const openForm = async ({ place, triggerId, incident, command }: Act, form: NonNullable<Reply['form']>) => {
    try {
      await client.views.open({
        trigger_id: triggerId!,
        view: modalView(form, { ...place, ...(incident ? { incident } : {}) }),
      })
    } catch (error) {
      logger?.warn(`slack: a form could not be opened: ${error}`)
      // A retry that another replica took: the form is open already.
      if (codeOf(error) === 'exchanged_trigger_id') return
      const text = `Slack could not open the form. Try again, or type it: \`/dr help ${command}\` shows how.`
      await sendReply(place, { ok: false, text })
    }
  }
  const bring = async (act: Act, reply: Reply) => {
    if (reply.form && act.triggerId) await openForm(act, reply.form)
    else if (reply.picture) await showPicture(act.place, reply, reply.picture)
    else await sendReply(act.place, reply)
  }
  /** The words do not wait for it. */
  const showPicture = async (place: ReplyPlace, reply: Reply, picture: Picture) => {
    await sendReply(place, { ...reply, text: `${reply.text}\nThe chart comes as a direct message.` })
    try {
      await sendPicture(client, place.user, picture)
    } catch (error) {
      logger?.warn(`slack: a picture could not be sent: ${error}`)
      const text = `The chart could not be sent (${codeOf(error) ?? 'Slack does not answer'}); the words above hold all the same.`
      await sendReply(place, { ok: false, text })
    }
  }
  const run = (act: Act) => once.do(act.key, () => ask(act))
  return {
    run,
    bring,
    async serve(act) {
      const { result, repeated } = run(act)
      if (!repeated) await bring(act, await result)
    },
  }
}
