/**
 * Actions that have the right shape and would be refused when they run: found while the plan is read, because nobody wants to learn of it during the
 * disaster. Works on the data as written; parts of the wrong shape are passed over.
 */
import { nearest } from './nearest.ts'
import type { DataProblem, Path } from './problem.ts'
import { spots } from './spots.ts'
import { badStep } from './step-problems.ts'
import { ACTION_LISTS, allActions, type WrittenAction, writtenActions, writtenSteps } from './written-steps.ts'

export function actionProblems(plan: unknown): DataProblem[] {
  const values = new Set(spots(plan, 'values.*').map(({ path }) => String(path[1])))
  return [
    ...allActions(plan).flatMap((action) => [
      ...commandForm(action),
      ...namesInShell(action, values),
      ...elsewhere(action),
      ...bodyOf(action),
    ]),
    ...writtenSteps(plan).flatMap((step) => {
      const [doing, checks, ...others] = ACTION_LISTS.map((list) => writtenActions(step, list))
      // What `do` has fetched is still there for the checks.
      return [[...(doing ?? []), ...(checks ?? [])], ...others].flatMap(files)
    }),
  ]
}

function commandForm({ path, action }: WrittenAction): DataProblem[] {
  const { command, shell } = action
  if (typeof command === 'string' && command !== '' && shell === undefined) {
    const remedy = 'write program and arguments as a list, such as [ls, -l]; or add "shell: true"'
    return [
      badStep([...path, 'command'], 'a command that is one text runs in a shell, which nothing asks for here', remedy),
    ]
  }
  if (Array.isArray(command) && shell === true) {
    const remedy = 'write the command as one text, or take "shell" away'
    return [badStep([...path, 'shell'], 'a shell takes its command as one text, and here it is a list', remedy, 'key')]
  }
  return []
}

/** What stands in braces in an address is filled in, and in a shell it is not; braces with anything else in them are the shell's own. */
function namesInShell({ path, action }: WrittenAction, values: ReadonlySet<string>): DataProblem[] {
  const { command, shell } = action
  if (typeof command !== 'string' || shell !== true) return []
  const names = new Set([...command.matchAll(/(?<!\$)\{([a-z0-9][a-z0-9-]*)\}/g)].map(([, name = '']) => name))
  return [...names]
    .filter((name) => values.has(name))
    .map((name) => {
      const variable = variableFor(name)
      return badStep(
        [...path, 'command'],
        `"{${name}}" stays as it is in the text of a shell, which gets values only as variables`,
        `add "env: { ${variable}: { value: ${name} } }" and write "$${variable}" here`,
      )
    })
}

/** `backup-key` as `BACKUP_KEY`; no variable begins with a digit. */
const variableFor = (name: string): string =>
  name
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^(?=\d)/, 'VALUE_')

/** A fetched file lies where Muster runs, and a secret handed over ssh could be read in the other machine's list of processes. */
function elsewhere({ path, action }: WrittenAction): DataProblem[] {
  const { on } = action
  if (!('command' in action) || typeof on !== 'string') return []
  const secrets = ['env.*.secret', 'env.*.secretFile'].flatMap((pattern) => spots(action, pattern))
  const fetched = ['env.*.file', 'command.*.file'].flatMap((pattern) => spots(action, pattern))
  return [
    ...secrets.map(({ path: at }) =>
      badStep(
        [...path, ...at],
        `a secret cannot be handed to a program on "${on}", where it would stand in the list of processes`,
        'let the program read it from a file over there, or run the command where Muster runs',
      ),
    ),
    ...fetched.map(({ path: at, value }) =>
      badStep(
        [...path, ...at],
        `the file "${value}" is fetched where Muster runs, and this command runs on "${on}"`,
        'run the command where Muster runs, or let the other machine fetch the file itself',
      ),
    ),
  ]
}

function bodyOf({ path, action }: WrittenAction): DataProblem[] {
  if (!('http' in action)) return []
  const { json, body, method = 'GET' } = action
  const key = body === undefined ? 'json' : 'body'
  if (json !== undefined && body !== undefined) {
    return [badStep([...path, 'body'], 'a request sends either "json" or "body"', 'take one of the two away', 'key')]
  }
  if ((json === undefined && body === undefined) || (method !== 'GET' && method !== 'HEAD')) return []
  return [
    badStep([...path, key], `a ${method} request sends nothing`, 'write "method: POST" or another that does', 'key'),
  ]
}

/** What one run fetches and hands on, in its order. */
function files(actions: WrittenAction[]): DataProblem[] {
  const fetched = new Set<string>()
  return actions.flatMap(({ path, action }) => {
    const used = ['command.*.file', 'env.*.file'].flatMap((pattern) => spots(action, pattern))
    const missing = used.filter(({ value }) => typeof value === 'string' && !fetched.has(value))
    const problems = missing.map(({ path: at, value }) => notFetched([...path, ...at], String(value), fetched))
    const { fetch } = action
    if ('backup' in action && typeof fetch === 'string') {
      if (fetched.has(fetch)) {
        const message = `the file "${fetch}" is fetched by an action above`
        problems.push(badStep([...path, 'fetch'], message, 'give each its own name', 'value', 'duplicate-id'))
      }
      fetched.add(fetch)
    }
    return problems
  })
}

function notFetched(path: Path, file: string, fetched: ReadonlySet<string>): DataProblem {
  const meant = nearest(file, fetched)
  const remedy = `put an action with "backup" and "fetch: ${file}" before it in the same step`
  return {
    path,
    at: 'value',
    rule: 'dangling-reference',
    message: `no action of this step has fetched the file "${file}" by then`,
    remedy: meant ? `did you mean "${meant}"?` : remedy,
  }
}
