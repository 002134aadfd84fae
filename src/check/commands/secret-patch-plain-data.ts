/** `kubectl patch secret` with plain text under `data`, which takes base64 alone. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import type { Invocation } from './invocations.ts'
import { operandsOf, optionValue } from './options.ts'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const NAMED_BASE64 = /b(?:ase)?64/i
const SECRET = /^secrets?(?:$|\/)/
/** `"data": { … }`, and as a JSON patch `"path": "/data/host", "value": "…"`. */
const DATA = /["']?\bdata["']?\s*:\s*\{([^{}]*(?:\$\{[^}]*\}[^{}]*)*)\}/
const ENTRY = /["']?([\w.-]+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s,"'}]+))/g
const PATCHED = /["']path["']\s*:\s*["']\/data\/([\w.-]+)["'][^{}]*?["']value["']\s*:\s*["']([^"']*)["']/g

export const secretPatchPlainData = callRule('secret-patch-plain-data', (call): Finding[] => {
  const patch = patchOf(call)
  if (patch === undefined) return []
  const [, block = ''] = DATA.exec(patch) ?? []
  const entries = [
    ...[...block.matchAll(ENTRY)].map(([, name = '', a, b, c]) => ({ name, value: a ?? b ?? c ?? '' })),
    ...[...patch.matchAll(PATCHED)].map(([, name = '', value = '']) => ({ name, value })),
  ]
  const plain = entries.filter(({ value }) => !isEncoded(value)).map(({ name }) => `"${name}"`)
  if (plain.length === 0) return []
  return [
    found(call, {
      code: 'H3',
      message: `"data" of a secret takes base64, and ${plain.join(' and ')} stands there as plain text`,
      remedy: 'write "stringData" instead of "data"',
    }),
  ]
})

function patchOf({ program, args }: Invocation): string | undefined {
  if (program !== 'kubectl' && program !== 'oc') return undefined
  const [verb, kind = ''] = operandsOf(args, ['-n', '--namespace', '--context', '--kubeconfig'])
  return verb === 'patch' && SECRET.test(kind) ? optionValue(args, '--patch', '-p') : undefined
}

/** What a variable or a command gives is plain unless its name speaks of base64. */
const isEncoded = (value: string): boolean => NAMED_BASE64.test(value) || (!value.includes('$') && BASE64.test(value))
