/**
 * What rides along in a button's `value` and a modal's `private_metadata`: `<incident>|<rest>`. The incident comes first and never holds a
 * bar; either part may be empty. The rest is the command's words for a button, the channel to answer in for a modal.
 */
export interface Carried {
  incident?: string
  rest: string
}

export const carry = (incident: string | undefined, rest = ''): string => `${incident ?? ''}|${rest}`

/** Reads what `carry` wrote; a value without a bar is an incident alone. */
export function carried(value: string | undefined): Carried {
  const [incident = '', ...rest] = (value ?? '').split('|')
  return { ...(incident ? { incident } : {}), rest: rest.join('|') }
}

/** The command that an `action_id` stands for: all before the `:n` that tells buttons of the same command apart. */
export const commandOf = (actionId: string): string => actionId.replace(/:\d+$/, '')
