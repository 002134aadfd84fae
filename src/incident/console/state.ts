/** What an incident knows of the responder console: where it has moved because Slack is away, links and codes. Plain data. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Means } from '../../plan/schema.ts'

/** By what a link or a code reaches somebody without Slack. */
export type LinkMeans = Extract<Means, 'sms' | 'email'>

/** A code that somebody has to type before what they asked for is done. */
export interface Code {
  person: string
  askedMs: number
  /** SHA-256 of the very thing that it is for. */
  thing: string
  /** The same in words. */
  what: Private
  /** It may go by mail when the text message fails. */
  mailToo: boolean
  /** Wrong answers so far. */
  tries: number
  usedMs: number | null
}

export interface ConsoleState {
  /** Slack cannot be reached, and people work in the console; `n`: the how manieth time. */
  away: { n: number; sinceMs: number; atMs: number } | null
  /** Earlier times, oldest first. */
  outages: { sinceMs: number; backMs: number }[]
  moves: number
  /** Links that somebody asked for: how many, and when the last one. */
  asked: Record<string, { n: number; atMs: number }>
  /** Links that have been opened, by `<person>/<link>`. */
  opened: Record<string, number>
  /** By challenge. */
  codes: Record<string, Code>
}

export const noConsole = (): ConsoleState => ({ away: null, outages: [], moves: 0, asked: {}, opened: {}, codes: {} })

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type ConsoleEvent =
  /** Slack cannot be reached since then: responders get links to the console. */
  | (Fact & { type: 'moved'; sinceMs: number })
  | (Fact & { type: 'moved-back'; sinceMs: number })
  | (Fact & { type: 'link-asked'; person: string })
  | (Fact & { type: 'console-opened'; person: string; link: string })
  | (Fact & { type: 'code-asked'; person: string; challenge: string; thing: string; what: Private; mailToo: boolean })
  | (Fact & { type: 'code-answered'; person: string; challenge: string; right: boolean })

export type ConsoleCommand =
  | (Fact & { type: 'move'; sinceMs: number })
  | (Fact & { type: 'move-back' })
  /** Whoever asks gets a link of their own, by text message and by mail. */
  | (Fact & { type: 'ask-link' })
  /** Exchanges a link for a session; once. */
  | (Fact & { type: 'open-console'; link: string })
  | (Fact & { type: 'ask-code'; challenge: string; thing: string; what: Private; mailToo: boolean })
  /** `right`: whoever knows the secret has compared what was typed. */
  | (Fact & { type: 'answer-code'; challenge: string; right: boolean })

/** Obligation by which a link is sent; the link itself is named by its last two parts. */
export const linkObligation = (person: string, link: string): string => `link/${person}/${link}`
export const openedKey = (person: string, link: string): string => `${person}/${link}`
/** The means stands in a link's name, so that whoever opens it is known to have read that. */
export const linkName = (kind: 'moved' | 'asked', n: number, means: LinkMeans): string => `${kind}-${n}-${means}`
export const meansOfLink = (link: string): LinkMeans => (link.endsWith('-sms') ? 'sms' : 'email')
