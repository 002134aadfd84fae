/** What the board, the console, the CLI and the review show: everything already decided, nothing left to compute but words and layout. */
import type { Via } from '../plan/actor.ts'
import type { TaskView } from './communication/view-tasks.ts'
import type { Status } from './events.ts'
import type { PersonView } from './person-view.ts'
import type { RecoveryView } from './recovery/view-shape.ts'
import type { Phase, Try } from './state.ts'

export { AUDIENCE_MEANS_LABELS, MEANS_LABELS } from '../plan/means-labels.ts'

export interface PageView {
  id: string
  person: PersonView
  openedMs: number
  state: 'calling' | 'acknowledged' | 'declined' | 'exhausted' | 'ended'
  tries: Pick<Try, 'means' | 'state' | 'atMs' | 'delivery' | 'reason' | 'retryAtMs' | 'repeat'>[]
}

export interface LevelView {
  /** Key when reached; the plan's level id before. */
  key: string
  level: string
  label: string
  purpose: string
  round: number
  /** When it is due, or was reached; absent: it never will be (stopped, paused without end, other severity). */
  dueMs?: number
  reachedMs?: number
  why?: string
  pages: PageView[]
}

export interface OwedView {
  id: string
  dueMs: number
  /** One line for people: `page level 2: Technical lead, Database administrator`. */
  what: string
  /** Ids of those whom it will ask for something. */
  people: string[]
}

export interface View {
  id: string
  plan: { id: string; name: string; publicName: string; digest: string }
  phase: Phase
  mode: 'real' | 'drill'
  status: Status
  scenario: { id: string; title: string } | null
  severity: { id: string; label: string; rank: number }
  seen: string
  components: { id: string; label: string }[]
  declared: { atMs: number; by: PersonView }
  outageStartMs: number | null
  endedMs: number | null
  mergedInto: string | null
  etaMs: number | null
  /** Clocks; deadlines are absolute. `startMs` is the outage's start if known, else the declaration (R120). */
  rto: {
    objectiveMs: number
    startMs: number
    deadlineMs: number /** When the service was back, or it was over; null: it runs. */
    stoppedMs: number | null
  }
  rpoMs: number
  /** Somebody says that it is over, and checks are on their way. */
  resolving: boolean
  /** Since when it has been run from a replica's lifeboat, because the database is away; null: it is not. */
  adriftSinceMs: number | null
  /** Null: no scenario, or one without steps. */
  recovery: RecoveryView | null
  channel: { id: string; name: string } | null
  /** Times at which Slack could not be reached and people worked in the console, oldest first; `backMs` null: it still cannot. */
  slackAway: { sinceMs: number; backMs: number | null }[]
  roles: { role: string; label: string; holder: PersonView | null; acting: boolean; duties: string[] }[]
  acknowledged: { person: PersonView; atMs: number; via: Via }[]
  firstAcknowledgedMs: number | null
  /** The ladder: reached levels in the order reached, then those to come. */
  ladder: {
    stopped: boolean
    stopRule: string
    paused: { untilMs: number | null; reason: string } | null
    levels: LevelView[]
  }
  /** What is owed next, soonest first, for people (no housekeeping). */
  owed: OwedView[]
  /** What went wrong and has not been put right: dead effects, exhausted pages, late notices; newest first. */
  troubles: { atMs: number; what: string }[]
  notices: {
    notice: string
    audience: string
    means: string
    moment: string
    nth: number
    targetMs?: number
    deadlineMs?: number
    sentMs?: number
    /** Of a long list that is not done: how far it is, and why and until when it waits. */
    progress?: { sent: number; total: number; waitUntilMs?: number; why?: string }
    /** Why it is not out yet although it was tried, and when it is tried again. */
    waits?: { why: string; untilMs?: number }
    /** Role whose approval it waits for first. */
    approval?: string
    late: boolean
    /** `overtaken`: a later message took its place before it was out, or it is over. */
    state: 'due' | 'sent' | 'failed' | 'sending' | 'overtaken'
  }[]
  /** Audiences that are told of the end, should it come now; `approval`: by whom first, and whether it stays unsaid without. */
  ending: { audience: string; means: string[]; approval?: { by: string; holds: boolean } }[]
  /** What somebody is asked to do about what people are told, the oldest first. */
  tasks: TaskView[]
  /** `notice`: it is what an audience was told by the page, and nobody's own words. */
  updates: { atMs: number; by: PersonView; status: Status; text: string | null; public: boolean; notice?: string }[]
  vendors: { id: string; label: string; contacts: { atMs: number; by: PersonView; reference: string }[] }[]
  notes: { atMs: number; by: PersonView; text: string; decision: boolean }[]
  /** Buttons that fit the moment, as command names with a label. */
  actions: { command: string; label: string; value?: string; style?: 'primary' | 'danger' }[]
}

/** Sections of a message to an audience, in words; what most people read comes first. */
export const SECTION_LABELS: Record<string, string> = {
  text: 'Text',
  email: 'Mail',
  slack: 'Slack',
  'slack-dm': 'Slack message',
  'status-page': 'Status page',
  manual: 'To paste',
  webhook: 'To their program',
  sms: 'Text message',
  voice: 'Spoken',
  pagerduty: 'PagerDuty',
}

/** How somebody did something, in words, as in "acknowledged by phone". */
export const VIA_LABELS: Record<Via, string> = {
  slack: 'in Slack',
  sms: 'by text message',
  voice: 'by phone',
  email: 'by mail',
  pagerduty: 'in PagerDuty',
  console: 'in the console',
  cli: 'at the command line',
  system: 'by itself',
}
