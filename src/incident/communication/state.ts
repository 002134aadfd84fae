/** What people have been told, what waits to be told, and what only a person could say; folded from events. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Moment, NoticeMark } from '../effects.ts'

/** One message of a notice: written once, for all its means, so that every means, every try and every recipient gets the same words. */
export interface Message {
  notice: string
  moment: Moment
  nth: number
  /** When it is to go out, as of when it was written. */
  dueMs: number
  /** When its text was filled from the incident. */
  composedMs: number
  /** Since when somebody could read it. */
  draftedMs: number
  /** The journal's number then: what comes after it is new to the audience. */
  seq: number
  /** When an update is late, as of when it was written; absent: its plan says. */
  lateMs?: number
  /** JSON of `MessageText`; null: it was written by nobody, and each means fills its template when it goes out. */
  text: Private | null
  /** 1, 2 …: grows with every change of the text. An approval is of one version. */
  version: number
  editedBy?: Actor
  approved?: { by: Actor; atMs: number; version: number }
  skipped?: { by: Actor; atMs: number; reason: Private }
}

/** The words of a message: the subject, and each section of the template that one of its means uses, in the templates' Markdown. */
export interface MessageText {
  subject?: string
  /** Line at the top of a mail, and its small print. */
  header?: string
  footer?: string
  sections: Record<string, string>
}

/** The answer to a question of the plan. */
interface Answer {
  answer: 'yes' | 'no'
  /** With yes: since when it has been known, epoch ms; windows that count from it begin there. */
  sinceMs: number
  atMs: number
  by: Actor
  reason?: Private
}

export interface CommunicationState {
  /** By `messageKey`. */
  messages: Record<string, Message>
  /** By question. */
  answers: Record<string, Answer>
  /** When somebody last asked that an audience hears what is new, by notice, epoch ms. */
  more: Record<string, number>
  /** Rhythm changed in this incident, by notice, milliseconds; null: none any more. */
  cadences: Record<string, { everyMs: number | null; atMs: number }>
  /** Warnings given, by `<message key>/<mark>`; `to`: who is told besides the channel. */
  warned: Record<string, MessageId & { atMs: number; to: string[]; mark: NoticeMark; lateMs: number }>
  /** `own`: the one that Muster keeps, which nobody outside can read. */
  review: { n: number; atMs: number; by: Actor; link: Private; own?: true } | null
  /** Messages in the channel that show what is asked of somebody, by task. */
  shown: Record<string, { ts: string; key: string; atMs: number }>
  /** Direct messages in Slack that ask for a task, and what they show. */
  asked: { task: string; ref: string; channel: string; key: string }[]
  /** When it last changed whom the plan tells: declared, another severity or scenario, an answer; epoch ms. */
  changedMs: number
  siteVersion: number
  siteMs: number
  subscribersVersion: number
  subscribersMs: number
}

export const noCommunication = (): CommunicationState => ({
  messages: {},
  answers: {},
  more: {},
  cadences: {},
  warned: {},
  review: null,
  shown: {},
  asked: [],
  changedMs: 0,
  siteVersion: 0,
  siteMs: 0,
  subscribersVersion: 0,
  subscribersMs: 0,
})

export interface MessageId {
  notice: string
  moment: Moment
  nth: number
}

export const messageKey = ({ notice, moment, nth }: MessageId): string => `${notice}/${moment}/${nth}`

export const isOpening = (moment: Moment): boolean => moment === 'initial' || moment === 'progress'

/** The words of a message; undefined when nobody has written any, or they have been erased. */
export function textOfMessage(message: Pick<Message, 'text'> | undefined): MessageText | undefined {
  const json = message?.text?.private
  return typeof json === 'string' ? (JSON.parse(json) as MessageText) : undefined
}
