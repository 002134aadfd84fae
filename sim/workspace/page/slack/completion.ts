/** What the composer offers while somebody types: the subcommands of /dr with how each is typed, and people after an @. Pure. */
import type { Person, WorkspaceState } from '../../state/workspace-state.ts'

export interface Suggestion {
  /** What stands in the field once it is taken. */
  text: string
  title: string
  summary: string
}

/** Offered at once; more are found by typing on. */
const OFFERED_MAX = 8

/** @param text all that stands before the caret. */
export function suggestions(text: string, { commands, people }: WorkspaceState): Suggestion[] {
  const mention = /(^|\s)@([\w-]*)$/.exec(text)
  if (mention) return mentions(text.slice(0, text.length - mention[2]!.length), mention[2]!, people)
  const typed = /^\/(\w*)$/.exec(text)
  if (typed && 'dr'.startsWith(typed[1]!) && typed[1] !== 'dr') {
    return [{ text: '/dr ', title: '/dr', summary: 'Disaster recovery: declare, acknowledge, status and more' }]
  }
  const word = /^\/dr\s*(\S*)$/.exec(text)
  if (!word) return []
  return commands
    .filter(({ name }) => name.startsWith(word[1]!.toLowerCase()))
    .slice(0, OFFERED_MAX)
    .map(({ name, usage, summary }) => ({ text: `/dr ${name} `, title: `/dr ${usage}`, summary }))
}

function mentions(before: string, typed: string, people: readonly Person[]): Suggestion[] {
  const wanted = typed.toLowerCase()
  return people
    .filter(({ person, name }) => person.startsWith(wanted) || name.toLowerCase().startsWith(wanted))
    .slice(0, OFFERED_MAX)
    .map(({ person, name }) => ({ text: `${before}${person} `, title: name, summary: `@${person}` }))
}

/** How the command that is being typed goes on, once its name is complete. */
export function usageOf(text: string, { commands }: WorkspaceState): string | undefined {
  const word = /^\/dr\s+(\S+)\s/.exec(text)?.[1]
  const command = commands.find(({ name }) => name === word)
  return command && `/dr ${command.usage}`
}

/** Slack sends mentions as ids: `@technical-lead` becomes `<@U…>`. */
export const withMentions = (text: string, people: readonly Person[]): string =>
  text.replace(/(^|\s)@([\w-]+)/g, (whole, space: string, handle: string) => {
    const person = people.find((each) => each.person === handle)
    return person ? `${space}<@${person.slackUserId}>` : whole
  })
