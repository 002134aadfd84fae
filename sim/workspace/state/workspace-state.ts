/**
 * What the workspace page shows, as plain data: the same shape on the server, which keeps it for late visitors, and in the browser, which
 * applies the same changes to its own copy. Only types and the beginning; changes.ts says how it moves on.
 */

/** A JSON object whose fields are still to be looked at: Block Kit and the like pass through as they were sent. */
export type Json = Record<string, unknown>

export interface Person {
  person: string
  name: string
  slackUserId: string
  email: string
  phone: string
  /** IANA zone in which they live. */
  zone: string
  pagerdutyUserId: string
}

export interface Channel {
  id: string
  name: string
  /** Slack id of the person whom the bot talks to here; absent for a channel. */
  directWith?: string
  topic: string
  purpose: string
  archived: boolean
  /** Slack user ids. */
  members: string[]
  /** Timestamps of pinned messages, oldest pin first. */
  pins: string[]
  bookmarks: { id: string; title: string; link: string }[]
}

export interface Message {
  ts: string
  /** Sandbox time, ISO 8601. */
  at: string
  /** Slack user id. */
  user: string
  text: string
  blocks: Json[]
  /** Absent: none. */
  files?: SharedFile[]
  /** The message that this one answers, for a reply in a thread. */
  threadTs?: string
  /** When it was changed last. */
  editedAt?: string
  /** The one person who sees it. */
  onlyFor?: string
  /** Counts all messages of the workspace as they appear: what is read and what is not goes by it. */
  serial: number
}

/** A file of a message; its bytes are at the page's own `/file/ID`. */
export interface SharedFile {
  id: string
  /** Its file name. */
  name: string
  title: string
  /** Like `image/png`. */
  type: string
  /** In bytes. */
  size: number
  /** What is told to whoever does not see it; '' when nobody has written that. */
  alt: string
}

export interface ShownView {
  user: string
  view: Json & { id: string; type: string }
}

export interface Sms {
  sid: string
  to: string
  from: string
  body: string
  status: string
  at: string
  direction: string
}

export interface PhoneCall {
  sid: string
  to: string
  from: string
  status: string
  said: string[]
  digits: string
  at: string
  error?: string
}

export interface Mail {
  /** Place in the mailbox, from 1. */
  number: number
  at: string
  from: string
  to: string[]
  subject: string
  text: string
  html: string
}

export interface PagerDutyIncident {
  id: string
  number: number
  dedupKey: string
  service: string
  title: string
  severity: string
  status: 'triggered' | 'acknowledged' | 'resolved'
  createdAt: string
  updatedAt: string
  /** Names of those who acknowledged it. */
  acknowledgedBy: string[]
}

export interface FaultOn {
  service: string
  fault: string
}

/** The real service that the sandbox has for disasters, as it answered last. */
export interface ShownPatient {
  /** Of its own page. */
  url: string
  ok: boolean
  version?: string
  orders?: number
  /** Why it is not well. */
  reason?: string
  /** What it was broken by in the sandbox, if that is why. */
  fault: string | null
}

/** The latest call that Muster made to a service. */
export interface LatestCall {
  at: string
  call: string
  /** HTTP status or SMTP reply code; 0: the connection was cut. */
  status: number
}

export interface WorkspaceState {
  /** Differs from one run of the sandbox to the next. */
  run: string
  botUserId: string
  commandChannelId: string
  people: Person[]
  /** The subcommands of /dr, in the order in which help lists them. */
  commands: { name: string; usage: string; summary: string }[]
  /** What the example button types. */
  example: string
  consoleUrl: string
  channels: Record<string, Channel>
  /** By channel id, oldest first. */
  messages: Record<string, Message[]>
  /** Open modals, the latest last, and home tabs. */
  views: ShownView[]
  sms: Sms[]
  calls: PhoneCall[]
  mails: Mail[]
  pagerduty: PagerDutyIncident[]
  latestCalls: Record<string, LatestCall>
  faults: FaultOn[]
  /** Null: this sandbox has none. */
  patient: ShownPatient | null
  clock: { nowMs: number; running: boolean }
  /** A move of the clock: under way, or what the last one carried out. */
  move: { underWay: boolean; carriedOut?: number; stillFailing?: number }
  /** The highest serial given to a message. */
  serial: number
}

export type Surroundings = Pick<
  WorkspaceState,
  'run' | 'botUserId' | 'commandChannelId' | 'people' | 'commands' | 'example' | 'consoleUrl' | 'clock'
>

export const emptyWorkspace = (surroundings: Surroundings): WorkspaceState => ({
  ...surroundings,
  channels: {},
  messages: {},
  views: [],
  sms: [],
  calls: [],
  mails: [],
  pagerduty: [],
  latestCalls: {},
  faults: [],
  patient: null,
  move: { underWay: false },
  serial: 0,
})
