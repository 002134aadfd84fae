/**
 * The secrets of a run: what its actions refer to, and all that Muster's own environment holds for the plan's databases and stores. Promises that each is
 * read once, before anything is started, and that whatever was read is known to the mask, whether or not an action uses it in the end.
 */
import { readFile, stat } from 'node:fs/promises'
import type { RenderedAction, Work } from '../incident/recovery/work.ts'
import { own } from '../plan/own.ts'
import type { SecretReference } from '../plan/reference-schema.ts'
import { ActionFailure } from './action-failure.ts'
import { addressSecrets, passwordsIn, userinfoIn } from './address-secrets.ts'
import type { RunContext } from './run-context.ts'

export interface Secrets {
  /** The secret's text. Throws an `ActionFailure` that names the variable or the file. */
  of(reference: SecretReference): string
}

type Finding = { ok: true; text: string } | { ok: false; why: string }
type Around = Pick<RunContext, 'plan' | 'environment'>

/** Bytes. A key with its chain of certificates is shorter; the mask's memory grows with it. */
const SECRET_BYTES_MAX = 16 * 1024
/** Variables that are handed on to a program and are probably secret, by their name. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/i
/** A guess must not hide every `1` or `yes`. */
const GUESS_LENGTH_MIN = 4

/** `known`: everything that must be masked. */
export async function openSecrets(work: Work, around: Around): Promise<{ secrets: Secrets; known: string[] }> {
  const parts = [...work.actions, ...work.checks].map(withProbe)
  const findings = new Map<string, Finding>()
  for (const reference of parts.flatMap(referencesOf)) {
    findings.set(nameOf(reference), await read(reference, around.environment))
  }
  const found = [...findings.values()].flatMap((finding) => (finding.ok ? [finding.text] : []))
  return {
    known: [
      ...found,
      ...found.flatMap((text) => (/^https?:/i.test(text) ? addressSecrets(text) : passwordsIn(text))),
      ...environmentSecrets(around),
      ...parts.flatMap((action) => [...handedOn(action, around), ...askedAddress(action, around)]),
    ],
    secrets: {
      of(reference) {
        const finding = findings.get(nameOf(reference))
        if (!finding?.ok) throw new ActionFailure(finding?.why ?? `${nameOf(reference)} has not been read`)
        return finding.text
      },
    },
  }
}

/** An action, or what it asks again and again. */
const withProbe = (action: RenderedAction): RenderedAction =>
  'wait' in action && typeof action.wait === 'object' ? action.wait.until : action

/** Where the plan's format allows them, and nowhere else: a JSON body may have a `secret` of its own. */
function referencesOf(action: RenderedAction): SecretReference[] {
  const places = 'command' in action ? action.env : 'http' in action ? action.headers : {}
  return Object.values(places).filter(
    (value): value is SecretReference => typeof value === 'object' && ('secret' in value || 'secretFile' in value),
  )
}

const nameOf = (reference: SecretReference): string =>
  'secret' in reference ? `the secret ${reference.secret}` : `the secret in ${reference.secretFile}`

async function read(reference: SecretReference, environment: RunContext['environment']): Promise<Finding> {
  const name = nameOf(reference)
  if ('secretFile' in reference) return readSecretFile(reference.secretFile, name)
  const text = own(environment, reference.secret)
  if (text === undefined || text === '')
    return { ok: false, why: `${name} is missing: set the variable where Muster runs` }
  return usable(text, name)
}

async function readSecretFile(file: string, name: string): Promise<Finding> {
  try {
    const about = await stat(file)
    if (!about.isFile()) return { ok: false, why: `${name} cannot be read: it is no file` }
    if (about.size > SECRET_BYTES_MAX) return tooLong(name)
    // Most programs that write such files end them with a line end that is not part of the secret.
    const text = (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
    return text === '' ? { ok: false, why: `${name} is empty` } : usable(text, name)
  } catch (error) {
    return { ok: false, why: `${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` }
  }
}

function usable(text: string, name: string): Finding {
  if (Buffer.byteLength(text) > SECRET_BYTES_MAX) return tooLong(name)
  return text.includes('\0')
    ? { ok: false, why: `${name} has a NUL character, which nothing can be given` }
    : { ok: true, text }
}

const tooLong = (name: string): Finding => ({
  ok: false,
  why: `${name} is longer than ${SECRET_BYTES_MAX / 1024} KB, more than can be masked`,
})

function environmentSecrets({ plan, environment }: Around): string[] {
  const read = (name: string) => own(environment, name) ?? ''
  const urls = Object.values(plan.connections).map(({ urlEnv }) => read(urlEnv))
  const keys = Object.values(plan.stores).flatMap((store) => [
    read(store.accessKeyIdEnv),
    read(store.secretAccessKeyEnv),
    ...(typeof store.endpoint === 'object' ? userinfoIn(read(store.endpoint.env)) : []),
  ])
  return [...urls, ...urls.flatMap(passwordsIn), ...keys]
}

function handedOn(action: RenderedAction, { environment }: Around): string[] {
  if (!('command' in action)) return []
  return action.passEnv.flatMap((name) => {
    const text = own(environment, name) ?? ''
    const guessed = SECRET_NAME.test(name) && text.length >= GUESS_LENGTH_MIN ? [text] : []
    return [...guessed, ...passwordsIn(text)]
  })
}

/** An address that stands in a variable: whoever has it may be let in by it alone, such as that of a webhook. */
const askedAddress = (action: RenderedAction, { environment }: Around): string[] =>
  'http' in action && typeof action.http === 'object' ? addressSecrets(own(environment, action.http.env) ?? '') : []
