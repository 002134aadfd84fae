/**
 * What every /dr subcommand looks like. A command reads words or form values, asks the core, and words the answer; it holds no rule and knows
 * nothing of Slack: Slack, the console, the CLI and the tests all call the same `run`.
 */
import type { Asks } from '../src/messages/ending-words.ts'
import type { Actor } from '../src/plan/actor.ts'
import type { Services } from './services.ts'

/** Where a command comes from and what it was given. */
export interface Request {
  by: Actor
  /** Epoch milliseconds. */
  atMs: number
  /** Everything after the subcommand, trimmed. */
  words: string
  /** Values of a submitted form, by field. */
  values?: Record<string, string>
  /** The incident that it is about, when the place says so (the channel, a button, a page). */
  incident?: string
  /** Same key, same request: a retry changes nothing and gets the same answer. */
  key: string
  /** Whether the place can show a form. */
  canShowForm: boolean
  /** Turns a mention (`<@U…>`, `@name`, id in the plan, name) into a person of this plan. */
  services: Services
}

export type FormField = {
  param: string
  label: string
  hint?: string
  optional?: boolean
  initial?: string
} & (
  | { kind: 'text' | 'multiline' | 'person' }
  /** ISO 8601 date and time, UTC. */
  | { kind: 'datetime' }
  /** Options of one group stand together under its name. */
  | { kind: 'select'; options: { value: string; label: string; group?: string }[] }
  /** Several of them; the value is theirs, with commas between. */
  | { kind: 'choices'; options: { value: string; label: string }[] }
  | { kind: 'checkbox'; option: string }
)

export interface Form {
  /** The command that the submitted form runs. */
  command: string
  title: string
  submit: string
  intro?: string
  fields: FormField[]
  incident?: string
}

/** An answer to whoever asked, only they see it. Text is Slack-flavoured Markdown kept to *bold*, `code`, lists with • and links. */
export interface Reply {
  ok: boolean
  text: string
  /** The links that stand in the text, each as `<https://…|label>`. Whatever else looks like one was written by somebody and leads nowhere. */
  links?: readonly string[]
  form?: Form
  /** Field → what is wrong with it, for a submitted form that stays open. */
  errors?: Record<string, string>
  /** Buttons under the text; `command` may carry words after a space, and `asks` is asked first where the place can. */
  buttons?: { command: string; label: string; value?: string; style?: 'primary' | 'danger'; asks?: Asks }[]
  /** Machine-readable answer for `--json` and the console. */
  data?: unknown
  /** For a place that can show one; the text says all that matters without it. */
  picture?: Picture
  /** The incident it was about. */
  incident?: string
}

export interface Picture {
  /** Of the file. */
  name: string
  title: string
  /** Drawn when it is wanted. */
  png(): Promise<Uint8Array>
}

/** What one person sees who looks in on Muster: not an answer to a command, but the page from which one starts. */
export interface Home {
  /** When it was true, epoch ms. */
  atMs: number
  sections: HomeSection[]
  /** What somebody may want to begin with. */
  buttons: NonNullable<Reply['buttons']>
}

export interface HomeSection {
  /** Absent: it goes on with the section before it. */
  title?: string
  /** As in a reply. */
  text: string
  /** What the buttons are about. */
  incident?: string
  buttons?: NonNullable<Reply['buttons']>
  /** The incident's board, for a place that can link to a message: Slack's ids. */
  board?: { channel: string; ts: string }
}

export interface DrCommand {
  name: string
  /** Other words for it. */
  aliases?: string[]
  /** As typed, such as `severity LEVEL [reason]`. */
  usage: string
  /** One line for /dr help. */
  summary: string
  run(request: Request): Promise<Reply>
}
