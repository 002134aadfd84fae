/**
 * Programs that call other programs: what `sudo`, `env`, `timeout`, `ssh`, `docker exec`, `bash -c` and their like are asked to run. Promises one level; the
 * caller asks again about what it gets.
 */
import type { ShellWord } from '../../plan/shell-parts.ts'

/** What is called inside: words as they are, or a text that a shell reads. */
export interface Inner {
  words?: readonly ShellWord[]
  text?: { words: readonly ShellWord[]; stopsOnError: boolean }
  /** In a container or on another machine. */
  isElsewhere: boolean
}

interface Wrapper {
  /** Options whose value is the next word. */
  takesValue: readonly string[]
  /** Words between the options and the program: the duration of `timeout`, the container of `docker exec`. */
  skips?: number
  isElsewhere?: boolean
}

const WRAPPERS: Record<string, Wrapper> = {
  sudo: { takesValue: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '--user', '--group', '--chdir'] },
  doas: { takesValue: ['-u', '-C'] },
  env: { takesValue: ['-u', '-C', '--unset', '--chdir'] },
  timeout: { takesValue: ['-k', '-s', '--kill-after', '--signal'], skips: 1 },
  nice: { takesValue: ['-n', '--adjustment'] },
  ionice: { takesValue: ['-c', '-n', '-p'] },
  nohup: { takesValue: [] },
  setsid: { takesValue: [] },
  stdbuf: { takesValue: ['-i', '-o', '-e'] },
  time: { takesValue: ['-f', '-o'] },
  exec: { takesValue: ['-a'] },
  command: { takesValue: [] },
  builtin: { takesValue: [] },
  xargs: { takesValue: ['-n', '-I', '-P', '-d', '-L', '-s', '-a', '-E'] },
  watch: { takesValue: ['-n', '--interval'] },
  flock: { takesValue: ['-w', '-E', '--timeout'], skips: 1 },
  chroot: { takesValue: [], skips: 1 },
}

const SSH_VALUES = [...'BbcDEeFIiJLlmOopQRSWw'].map((letter) => `-${letter}`)
const EXEC_VALUES = ['-e', '--env', '--env-file', '-u', '--user', '-w', '--workdir', '--index', '--detach-keys']
const RUN_VALUES = [...EXEC_VALUES, '--entrypoint', '--name', '-v', '--volume', '-p', '--publish', '-l', '--label']
const COMPOSE_VALUES = ['-f', '--file', '-p', '--project-name', '--env-file', '--profile', '--project-directory']
const KUBECTL_VALUES = ['-n', '--namespace', '-c', '--container', '--context', '--kubeconfig', '--cluster', '--user']
const SHELLS = /^(?:ba|da|z|k)?sh$/
const ASSIGNMENT = /^[A-Za-z_]\w*=/

export const baseName = (program: string): string => program.replace(/^.*\//, '')

/** @returns null: it calls nothing else that the text shows. */
export function innerOf(words: readonly ShellWord[]): Inner | null {
  const program = baseName(words[0]?.text ?? '')
  // Asks whether there is one, and calls none.
  if (program === 'command' && /^-[vV]$/.test(words[1]?.text ?? '')) return null
  const wrapper = WRAPPERS[program]
  if (wrapper && Object.hasOwn(WRAPPERS, program)) return wrapped(words.slice(1), wrapper)
  if (SHELLS.test(program)) return ofShell(words.slice(1))
  if (program === 'ssh') return overSsh(words.slice(1))
  if (program === 'eval') return { text: { words: words.slice(1), stopsOnError: false }, isElsewhere: false }
  const behind = insideContainer(words)
  return behind.length > 0 ? { words: behind, isElsewhere: true } : null
}

function wrapped(words: readonly ShellWord[], { takesValue, skips = 0 }: Wrapper): Inner | null {
  let rest = behindOptions(words, takesValue)
  while (rest[0] && ASSIGNMENT.test(rest[0].text)) rest = rest.slice(1)
  const inner = rest.slice(skips)
  return inner.length > 0 ? { words: inner, isElsewhere: false } : null
}

function ofShell(words: readonly ShellWord[]): Inner | null {
  const nth = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text))
  const text = words[nth + 1]
  if (nth < 0 || !text) return null
  const stopsOnError = words.slice(0, nth + 1).some((word) => /^-[a-z]*e/.test(word.text))
  return { text: { words: [text], stopsOnError }, isElsewhere: false }
}

/** Whether it carries out what it is given to read: a shell without a script, or one over ssh that is asked for nothing else. */
export function readsCommands(words: readonly ShellWord[]): boolean {
  const program = baseName(words[0]?.text ?? '')
  if (program === 'ssh') return behindOptions(words.slice(1), SSH_VALUES).length === 1
  return SHELLS.test(program) && words.slice(1).every(({ text }) => /^(?:-|[+])/.test(text) && !/^-[a-z]*c$/.test(text))
}

/** The shell over there reads all words as one text. */
function overSsh(words: readonly ShellWord[]): Inner | null {
  const [, ...rest] = behindOptions(words, SSH_VALUES)
  const remote = rest[0]?.text === '--' ? rest.slice(1) : rest
  return remote.length > 0 ? { text: { words: remote, stopsOnError: false }, isElsewhere: true } : null
}

function insideContainer(words: readonly ShellWord[]): readonly ShellWord[] {
  const compose = composeCall(words)
  if (compose) {
    const [verb] = compose
    if (verb?.text !== 'exec' && verb?.text !== 'run') return []
    return behindOptions(compose.slice(1), RUN_VALUES).slice(1)
  }
  const program = baseName(words[0]?.text ?? '')
  if (program === 'docker' || program === 'podman') {
    const rest = words[1]?.text === 'container' ? words.slice(2) : words.slice(1)
    return rest[0]?.text === 'exec' ? behindOptions(rest.slice(1), EXEC_VALUES).slice(1) : []
  }
  if (program !== 'kubectl' && program !== 'oc') return []
  const rest = behindOptions(words.slice(1), KUBECTL_VALUES)
  const dashes = rest.findIndex(({ text }) => text === '--')
  return rest[0]?.text === 'exec' && dashes >= 0 ? rest.slice(dashes + 1) : []
}

/** What stands behind `docker compose` and its own options, its verb first; null: it is another program. */
export function composeCall(words: readonly ShellWord[]): readonly ShellWord[] | null {
  const program = baseName(words[0]?.text ?? '')
  if (program === 'docker-compose' || program === 'podman-compose') return behindOptions(words.slice(1), COMPOSE_VALUES)
  if ((program === 'docker' || program === 'podman') && words[1]?.text === 'compose')
    return behindOptions(words.slice(2), COMPOSE_VALUES)
  return null
}

function behindOptions(words: readonly ShellWord[], takesValue: readonly string[]): readonly ShellWord[] {
  let rest = words
  while (rest[0]?.text.startsWith('-') && rest[0].text !== '--') {
    rest = rest.slice(takesValue.includes(rest[0].text) ? 2 : 1)
  }
  return rest[0]?.text === '--' ? rest.slice(1) : rest
}
