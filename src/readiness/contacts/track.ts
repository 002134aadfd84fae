/** Whether people can be reached as the plan says: asked by each means in rounds and confirmed by them, and looked at each day without anybody being asked. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Means, Plan } from '../../plan/schema.ts'

/** By which a person can confirm without being woken; a call proves no more than a text message to the same number. */
export const ASKED_MEANS = ['slack', 'sms', 'email'] as const satisfies Means[]
export type AskedMeans = (typeof ASKED_MEANS)[number]

export interface Address {
  person: string
  means: AskedMeans
}

export const addressKey = ({ person, means }: Address): string => `${person}/${means}`

export interface Asked extends Address {
  /** Absent: nobody has confirmed it in this round. */
  confirmedMs?: number
  /** It could not even be sent. */
  failed?: string
}

export interface ContactsTrack {
  /** How often the plan wants it, as it was last adopted. */
  every: Plan['contactTests'] | null
  /** Rounds that were due by then have been held, epoch ms. */
  cursorMs: number
  /** The newest; null: there has been none. `closed`: whoever has not confirmed by then is told of. */
  round: { startedMs: number; asked: Asked[]; closed: boolean; now?: true } | null
  /** What was found by looking, by what it is about; `lookedMs` null: nobody has looked yet. */
  lookedMs: number | null
  troubles: Record<string, { sinceMs: number; what: Private }>
}

/** What people are told: who has not confirmed, what was found dead. */
export type ContactsAbout = { kind: 'contacts-unconfirmed' } | { kind: 'reach-troubles' }

/** What only time brings about. */
export type ContactsDue = { kind: 'begin-contact-round'; startMs: number } | { kind: 'close-contact-round' }

/** Ask one person, by one means, to confirm that it reaches them. Detail: `{ means }`. */
export interface AskContact extends Address {
  kind: 'ask-contact'
  round: number
}

interface Fact {
  atMs: number
  by: Actor
}

export type ContactsCommand =
  /** Ask everybody now, whatever the calendar says. */
  | (Fact & { type: 'test-contacts' })
  /** `round`: the one that it answers; absent: the newest. */
  | (Fact & Address & { type: 'confirm-contact'; round?: number })
  /** All that was found by looking; what is not among it is well. */
  | (Fact & { type: 'report-reach'; troubles: { key: string; what: Private }[] })

export type ContactsEvent =
  /** `now`: somebody wants it at once, whatever time it is in the plan's zone. */
  | (Fact & { type: 'contact-round-began'; asked: Address[]; now?: true })
  | (Fact & Address & { type: 'contact-confirmed' })
  | (Fact & { type: 'contact-round-closed'; missing: Address[] })
  | (Fact & { type: 'reach-looked-at'; began: { key: string; what: Private }[]; ended: string[] })

export const noContacts: ContactsTrack = { every: null, cursorMs: 0, round: null, lookedMs: null, troubles: {} }

const DUE: ReadonlySet<string> = new Set(['begin-contact-round', 'close-contact-round'] satisfies ContactsDue['kind'][])

/** Among all that time brings about. */
export const isContactsDue = <Other extends { kind: string }>(due: Other | ContactsDue): due is ContactsDue =>
  DUE.has(due.kind)
