/** What somebody is going to do, and when: the counterpart, for people, of what an incident owes. */
import type { Command } from '../../incident/commands.ts'
import type { Actor } from '../../plan/actor.ts'

type Without<T> = T extends unknown ? Omit<T, 'atMs' | 'by' | 'facts'> : never

export interface Wish {
  /** The same for as long as it is the same wish: what was done, or refused, is not done again. */
  id: string
  /** Epoch ms. */
  dueMs: number
  person: string
  command: Without<Command>
  /** By which means they do it, where that is no matter of whether Slack works. */
  via?: Actor['via']
  /** Stands for something that happens anyway: nobody has come because of it. */
  byItself?: true
}
