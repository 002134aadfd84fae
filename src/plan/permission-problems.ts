/** What the shape of `permissions` cannot say: that commands exist, and that somebody is left who may. Works on the data as written. */
import { nearest } from './nearest.ts'
import { COMMAND_GROUPS } from './permission-names.ts'
import type { DataProblem } from './problem.ts'
import { spots } from './spots.ts'
import { isBlock } from './written-steps.ts'

export function permissionProblems(plan: unknown): DataProblem[] {
  return [...unknownCommands(plan), ...withoutAnybody(plan)]
}

function unknownCommands(plan: unknown): DataProblem[] {
  const known = Object.keys(COMMAND_GROUPS)
  return spots(plan, 'permissions.commands.~').flatMap(({ value, ...spot }) => {
    const name = String(value)
    if (known.includes(name)) return []
    const near = nearest(name, known)
    return [
      {
        ...spot,
        rule: 'permission-command' as const,
        message: `"${name}" is no command`,
        remedy: near === undefined ? `use one of: ${known.join(', ')}` : `did you mean "${near}"?`,
      },
    ]
  })
}

/** A list that comes to nobody would lock everyone out in the middle of a disaster. */
function withoutAnybody(plan: unknown): DataProblem[] {
  const people = new Set(spots(plan, 'people.~').map(({ value }) => String(value)))
  const lists = [...spots(plan, 'permissions.*'), ...spots(plan, 'permissions.commands.*')]
  return lists.flatMap(({ value, ...spot }) => {
    if (!isBlock(value) || !('roles' in value || 'people' in value || Object.keys(value).length === 0)) return []
    const named = spots(value, 'people.*').map((one) => String(one.value))
    const roles = spots(value, 'roles.*').map((one) => String(one.value))
    const holders = roles.flatMap((role) => spots(plan, `roles.${role}.holders.*`).map((one) => String(one.value)))
    if ([...named, ...holders].some((person) => people.has(person))) return []
    return [
      {
        ...spot,
        rule: 'permission-nobody' as const,
        message: 'nobody is left who may: the roles have no holders and no person is named',
        remedy: 'give a role a holder, name a person, or write `people`',
      },
    ]
  })
}
