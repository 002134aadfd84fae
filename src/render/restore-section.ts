/** What a recovery draws on: backups and where they lie, databases, machines, and the values that steps ask for. Names of variables, never what is in them. */
import type { ValueSpec } from '../plan/action-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, lean, type Prose, words } from './document.ts'

export function restoreSection(plan: Plan): Block[] {
  const tables = [...backupTable(plan), ...storeTable(plan), ...connectionTable(plan), ...runnerTable(plan)]
  const all = [...tables, ...valueTable(plan)]
  return all.length === 0 ? [] : [heading(2, 'Backups, machines and values', 'restore'), ...all]
}

function backupTable({ backups, stores }: Plan): Block[] {
  const rows = Object.entries(backups).map(([id, set]): Prose[] => [
    words`${{ strong: set.label }} (${{ code: id }})`,
    words`${{ code: `${stores[set.store]?.bucket ?? set.store}/${set.prefix}` }}${set.pattern === '.' ? '' : words`, keys like ${{ code: set.pattern }}`}`,
    words`checksum in ${{ code: `KEY${set.checksumSuffix}` }}, tried restores in ${{ code: `KEY${set.verifiedSuffix}` }}`,
  ])
  return rows.length === 0 ? [] : [lean('Backups', ['Backup', 'Where', 'Beside each'], rows)]
}

function storeTable({ stores }: Plan): Block[] {
  const rows = Object.entries(stores).map(([id, store]): Prose[] => {
    const { bucket, region, endpoint, accessKeyIdEnv, secretAccessKeyEnv } = store
    const where =
      endpoint === undefined
        ? 'Amazon S3'
        : typeof endpoint === 'string'
          ? [{ url: endpoint }]
          : words`address in ${{ code: endpoint.env }}`
    return [
      [{ code: id }],
      [{ code: bucket }],
      region,
      where,
      words`${{ code: accessKeyIdEnv }}, ${{ code: secretAccessKeyEnv }}`,
    ]
  })
  if (rows.length === 0) return []
  return [lean('Stores', ['Store', 'Bucket', 'Region', 'Service', 'Keys are in the variables'], rows)]
}

function connectionTable({ connections }: Plan): Block[] {
  const rows = Object.entries(connections).map(([id, { label, urlEnv }]): Prose[] => [
    words`${{ strong: label ?? id }} (${{ code: id }})`,
    [{ code: urlEnv }],
  ])
  return rows.length === 0 ? [] : [lean('Databases', ['Database', 'Its address is in the variable'], rows)]
}

function runnerTable({ runners }: Plan): Block[] {
  const rows = Object.entries(runners).map(([id, { label, ssh }]): Prose[] => [
    words`${{ strong: label ?? id }} (${{ code: id }})`,
    [{ code: sshCommand(ssh) }],
  ])
  return rows.length === 0 ? [] : [lean('Machines', ['Machine', 'How to get there'], rows)]
}

export const sshCommand = ({ user, host, port, identityFile }: Plan['runners'][string]['ssh']): string => {
  const options = `${port === undefined ? '' : `-p ${port} `}${identityFile === undefined ? '' : `-i ${identityFile} `}`
  return `ssh ${options}${user === undefined ? '' : `${user}@`}${host}`
}

function valueTable({ values }: Plan): Block[] {
  const rows = Object.entries(values).map(([id, spec]): Prose[] => [
    words`${{ code: id }}`,
    spec.label,
    allowedOf(spec),
    spec.default === undefined ? '' : [{ code: String(spec.default) }],
    spec.hint ?? '',
  ])
  if (rows.length === 0) return []
  return [
    lean('Values that steps ask for or find out', ['Value', 'What it is', 'Allowed', 'Unless told', 'Hint'], rows),
  ]
}

function allowedOf(spec: ValueSpec): Prose {
  if (spec.kind === 'choice') return spec.options.join(', ')
  if (spec.kind === 'pattern') return words`what matches ${{ code: spec.pattern }}`
  const { min, max } = spec
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`
  if (min !== undefined) return `a number, at least ${min}`
  return max === undefined ? 'a number' : `a number, at most ${max}`
}
