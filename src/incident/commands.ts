/** What can be asked of an incident, and what adapters report to it. Imperative; every one carries who, by which means and when. */
import type { Actor, Private } from '../plan/actor.ts'
import type { EngineCommand, Facts } from '../plan/core.ts'
import type { Means } from '../plan/schema.ts'
import type { CommunicationCommand } from './communication/commands.ts'
import type { ConsoleCommand } from './console/state.ts'
import type { RecordCommand } from './drill/record-shape.ts'
import type { DeliveryStatus } from './effects.ts'
import type { Status } from './events.ts'
import type { RecoveryCommand } from './recovery/commands.ts'
import type { ReviewCommand } from './review/state.ts'
import type { GoAdrift } from './voyage-shape.ts'

interface Asked {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
  /** What is known outside this stream; the engine adds it to every command. */
  facts?: Facts
}

export type IncidentCommand =
  | (RecoveryCommand & { facts?: Facts })
  | (CommunicationCommand & { facts?: Facts })
  | (RecordCommand & { facts?: Facts })
  | (ReviewCommand & { facts?: Facts })
  | (GoAdrift & { facts?: Facts })
  | (ConsoleCommand & { facts?: Facts })
  | (Asked & {
      type: 'declare'
      planDigest: string
      scenario: string | null
      severity: string
      mode: 'real' | 'drill'
      /** Which drill of the plan it is. */
      drill?: string
      /** What is seen, in the declarer's words. */
      seen: Private
      /** When the outage began, if known. */
      outageStartMs: number | null
      components: string[]
      /** Who leads from the start; absent: whoever declares, until a commander of the plan takes over. */
      commander?: string
      /** How long each step took in earlier drills, milliseconds. */
      drillMs?: Record<string, number>
    })
  /** Somebody declared the same thing again: they join this incident instead. */
  | (Asked & { type: 'join-declaration'; seen: Private })
  /** `saidMs`: when they said so elsewhere, of which we learn only now. */
  | (Asked & { type: 'acknowledge'; person?: string; saidMs?: number })
  /** "I can't": the next one. After an acknowledgement it hands off. `to` names the next one. */
  | (Asked & { type: 'decline'; person?: string; to?: string; reason?: Private })
  | (Asked & { type: 'escalate' })
  | (Asked & { type: 'pause-ladder'; reason: Private; untilMs: number | null })
  | (Asked & { type: 'resume-ladder' })
  | (Asked & { type: 'page-person'; person: string; reason?: Private })
  /** A provider's word on a message or call that it had accepted. */
  | (Asked & {
      type: 'report-delivery'
      page: string
      means: Means
      ref: string
      status: DeliveryStatus
      reason?: string
    })
  | (Asked & { type: 'assign-role'; role: string; person: string })
  | (Asked & { type: 'change-severity'; severity: string; reason?: Private })
  /** It turns out what it is, or that it is something else: its steps, objectives and ladder come with it. */
  | (Asked & { type: 'set-scenario'; scenario: string })
  /** The public sees the new status; the text only when it is marked `public`, here as in `resolve`. */
  | (Asked & { type: 'change-status'; status: Exclude<Status, 'resolved'>; text?: Private; public?: boolean })
  | (Asked & { type: 'note'; text: Private; decision: boolean })
  /** Progress for everyone; a public one also stands on the status page. */
  | (Asked & { type: 'update'; text: Private; public: boolean })
  | (Asked & { type: 'set-eta'; etaMs: number | null })
  /** Somebody has called a vendor; `reference` is the case number they gave. */
  | (Asked & { type: 'contact-vendor'; vendor: string; reference?: Private })
  | (Asked & { type: 'set-outage-start'; outageStartMs: number })
  | (Asked & { type: 'resolve'; text?: Private; public?: boolean })
  | (Asked & { type: 'cancel'; reason: Private })
  /** This incident is the same as another one. */
  | (Asked & { type: 'merge-into'; incident: string })
  | (Asked & { type: 'reopen'; reason?: Private })
  /** A person did something that shows they are on it, such as writing in the channel. */
  | (Asked & { type: 'show-life' })

export type Command = IncidentCommand | EngineCommand
