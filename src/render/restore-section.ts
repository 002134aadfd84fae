/** What a recovery draws on: backups and where they lie, databases, machines, and the values that steps ask for. Names of variables, never what is in them. */

import { type BackupSet, storeName } from '../plan/backup-schema.ts'
import type { ValueSpec } from '../plan/runner-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, joined, lean, type Prose, type Words, words } from './document.ts'
import { lengthOf, scheduleWords } from './wording.ts'

export function restoreSection(plan: Plan): Block[] {
  const tables = [
    ...backupTable(plan),
    ...storeTable(plan),
    ...placeTable(plan),
    ...connectionTable(plan),
    ...runnerTable(plan),
  ]
  const all = [...tables, ...valueTable(plan)]
  return all.length === 0 ? [] : [heading(2, 'Backups, machines and values', 'restore'), ...all]
}

function backupTable(plan: Plan): Block[] {
  const rows = Object.entries(plan.backups).map(([id, set]): Prose[] => [
    words`${{ strong: set.label }} (${{ code: id }})`,
    set.kind,
    whereOf(plan, set),
    whenOf(plan, set),
    keptOf(set),
    triedOf(set),
    joined(set.components.map((component) => plan.components[component]?.label ?? component)),
  ])
  const columns = ['Backup', 'Kind', 'Where', 'Made', 'Kept', 'Tried', 'Restores']
  return lean('Backups', columns, rows)
}

function whereOf(
  { stores, places }: Plan,
  { store, prefix, pattern, checksumSuffix, verifiedSuffix, alsoIn, encryption }: BackupSet,
): Words {
  return joined(
    [
      ...(store === undefined ? [] : [[{ code: `${stores[store] ? storeName(stores[store]) : store}/${prefix}` }]]),
      ...(pattern === '.' ? [] : [words`keys like ${{ code: pattern }}`]),
      ...alsoIn.map((place) => words`${store === undefined ? 'in' : 'also in'} ${places[place]?.label ?? place}`),
      encryption === undefined
        ? [{ flag: 'missing' as const, text: 'encryption not said' }]
        : words`encryption: ${encryption}`,
      ...(store === undefined
        ? []
        : [words`beside each ${{ code: checksumSuffix }} and, once restored for a try, ${{ code: verifiedSuffix }}`]),
    ],
    '; ',
  )
}

/** Copies are made, kept and tried as the set that they are copies of. */
function whenOf(plan: Plan, { schedule, copyOf, takes, zone }: BackupSet): Words {
  if (copyOf !== undefined) return words`copies of ${plan.backups[copyOf]?.label ?? copyOf}`
  if (!schedule) return [{ flag: 'missing', text: 'not said' }]
  const when = joined(schedule.map(scheduleWords), ' and ')
  return words`${when}${zone === undefined ? '' : `, ${zone}`}${takes === undefined ? '' : `, takes ${lengthOf(takes)}`}`
}

function keptOf({ keep, copyOf }: BackupSet): Prose {
  if (!keep) return copyOf === undefined ? [{ flag: 'missing', text: 'not said' }] : ''
  return keep.map(({ of, for: ms }) => `${of === 'all' ? '' : `${of} ones `}${lengthOf(ms)}`).join(', ')
}

const triedOf = ({ verification, copyOf }: BackupSet): Prose => {
  if (verification.length === 0) return copyOf === undefined ? [{ flag: 'missing', text: 'never' }] : ''
  return joined(
    verification.map(
      ({ how, schedule, by, trial }) =>
        words`${how} ${scheduleWords(schedule)}${by === undefined ? '' : ` by ${by}`}${trial === undefined ? '' : words`, by the steps ${{ code: trial.sequence }}`}`,
    ),
    '; ',
  )
}

function placeTable({ places }: Plan): Block[] {
  const rows = Object.entries(places).map(([id, { label, region, provider }]): Prose[] => [
    words`${{ strong: label }} (${{ code: id }})`,
    region ?? '',
    provider ?? '',
  ])
  return lean('Places out of reach of Muster', ['Place', 'Region', 'Provider'], rows)
}

function storeTable({ stores }: Plan): Block[] {
  const rows = Object.entries(stores).map(([id, store]): Prose[] => {
    const { path, region, endpoint, accessKeyIdEnv, secretAccessKeyEnv, provider } = store
    if (path !== undefined) return [[{ code: id }], [{ code: path }], '', provider ?? 'a folder where Muster runs', '']
    const where =
      endpoint === undefined
        ? (provider ?? 'Amazon S3')
        : typeof endpoint === 'string'
          ? [{ url: endpoint }]
          : words`address in ${{ code: endpoint.env }}`
    const whose = endpoint === undefined || provider === undefined ? where : words`${provider}, ${where}`
    return [
      [{ code: id }],
      [{ code: storeName(store) }],
      region,
      whose,
      words`${{ code: accessKeyIdEnv }}, ${{ code: secretAccessKeyEnv }}`,
    ]
  })
  return lean('Stores', ['Store', 'Bucket or folder', 'Region', 'Service', 'Keys are in the variables'], rows)
}

function connectionTable({ connections }: Plan): Block[] {
  const rows = Object.entries(connections).map(([id, { label, urlEnv }]): Prose[] => [
    words`${{ strong: label ?? id }} (${{ code: id }})`,
    [{ code: urlEnv }],
  ])
  return lean('Databases', ['Database', 'Its address is in the variable'], rows)
}

function runnerTable({ runners }: Plan): Block[] {
  const rows = Object.entries(runners).map(([id, { label, ssh }]): Prose[] => [
    words`${{ strong: label ?? id }} (${{ code: id }})`,
    [{ code: sshCommand(ssh) }],
  ])
  return lean('Machines', ['Machine', 'How to get there'], rows)
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
  return lean('Values that steps ask for or find out', ['Value', 'What it is', 'Allowed', 'Unless told', 'Hint'], rows)
}

function allowedOf(spec: ValueSpec): Prose {
  if (spec.kind === 'choice') return spec.options.join(', ')
  if (spec.kind === 'pattern') return words`what matches ${{ code: spec.pattern }}`
  const { min, max } = spec
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`
  if (min !== undefined) return `a number, at least ${min}`
  return max === undefined ? 'a number' : `a number, at most ${max}`
}
