/** Who did something and by which means: on every command and every event, so that the journal can answer both. */

/** How a command reached us. `system` is Muster itself: the wake loop, a worker's outcome, a simulator. */
export const VIAS = ['slack', 'sms', 'voice', 'email', 'pagerduty', 'console', 'cli', 'system'] as const
export type Via = (typeof VIAS)[number]

export interface Actor {
  /** Id in the plan, when the plan knows them. */
  person?: string
  /** Where they came from: `slack:U024BE7LH`, `pagerduty:PXPGF42`, `phone`, `cli:<login>`, `system`. Never a name or an address. */
  id: string
  via: Via
}

export const SYSTEM: Actor = { id: 'system', via: 'system' }

/**
 * Free text that a person wrote, or anything else that may hold personal data. The journal keeps such text beside the event, where it can be
 * erased, and only a salted hash of it in the event itself. `null`: erased.
 */
export interface Private {
  private: string | null
}

export const privately = (text: string): Private => ({ private: text })

/** What is shown where a text has been erased. */
export const ERASED = '[erased]'
export const reveal = (text: Private | undefined): string => (text ? (text.private ?? ERASED) : '')
