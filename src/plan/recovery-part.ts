/** What may happen, and how the system comes back. Part of the schema of a plan. */
import { z } from 'zod'
import { id } from './identifier.ts'
import { sequenceSchema } from './phase-schema.ts'
import { categorySchema } from './place-schema.ts'
import { connectionSchema, runnerSchema, valueSchema } from './runner-schema.ts'
import { scenarioSchema } from './scenario-schema.ts'
import { delayField } from './time-field.ts'

export const recoveryPart = {
  categories: z
    .record(id, categorySchema)
    .default({})
    .meta({
      description: 'Kinds of risk, by id.',
      examples: [{ software: { label: 'Software failure', probability: 'medium', impact: 'high' } }],
    }),
  scenarios: z.record(id, scenarioSchema).meta({
    description: 'What may happen, by id, and what is done then.',
    examples: [
      {
        'database-corruption': {
          title: 'Database corruption',
          symptoms: ['Orders show wrong totals'],
          severity: 'critical',
          components: ['database'],
          backups: ['orders'],
          phases: [
            {
              id: 'assess',
              title: 'Find out what is broken',
              steps: [
                {
                  id: 'look',
                  title: 'See how far it reaches',
                  owner: 'on-call',
                  budget: '10 min',
                  manual: 'Compare orders with payments',
                },
                {
                  id: 'way',
                  title: 'Restore or repair',
                  owner: 'commander',
                  budget: '5 min',
                  decide: {
                    question: 'Restore or repair?',
                    options: [
                      { id: 'restore', label: 'Restore a backup' },
                      { id: 'repair', label: 'Repair the table' },
                    ],
                  },
                },
              ],
            },
            {
              id: 'recover',
              title: 'Bring it back',
              steps: [
                { sequence: 'restore-database', when: { chosen: { way: 'restore' } } },
                {
                  id: 'repair',
                  title: 'Repair the table',
                  owner: 'on-call',
                  needs: ['way'],
                  when: { chosen: { way: 'repair' } },
                  budget: '1 hour',
                  manual: 'Follow the note "Repairing tables"',
                },
              ],
            },
          ],
          validation: [
            { id: 'orders-there', title: 'The newest orders are there', manual: 'Open the last ten orders' },
          ],
        },
        'region-lost': { title: 'The region is lost', loses: ['frankfurt'] },
      },
    ],
  }),
  sequences: z
    .record(id, sequenceSchema)
    .default({})
    .meta({
      description: 'Steps that several scenarios share, by id.',
      examples: [
        {
          'restore-database': {
            title: 'Restore the database',
            steps: [
              {
                id: 'stop',
                title: 'Stop the shop',
                owner: 'on-call',
                budget: '2 min',
                do: [{ command: ['systemctl', 'stop', 'shop'], on: 'database' }],
              },
              {
                id: 'restore',
                title: 'Restore the newest backup',
                owner: 'on-call',
                budget: '30 min',
                risk: 'destructive',
                approval: { roles: ['commander'] },
                do: [
                  { backup: 'orders', before: 'outage', fetch: 'dump' },
                  { command: ['./restore.sh', { file: 'dump' }, { value: 'host' }], timeout: '30 min' },
                ],
                checks: [{ sql: 'SELECT count(*) FROM orders', on: 'shop', expect: { value: { min: 1 } } }],
                onFailure: { goto: ['by-hand'] },
              },
              { id: 'by-hand', title: 'Restore it by hand', owner: 'on-call', manual: 'Follow the note "By hand"' },
            ],
          },
          'try-restore': {
            title: 'Try whether a backup can be restored',
            steps: [
              {
                id: 'restore',
                title: 'Restore it into the scratch database',
                do: [
                  { backup: 'orders', fetch: 'dump' },
                  { command: ['./restore.sh', { file: 'dump' }], passEnv: ['SHOP_DATABASE_URL'] },
                ],
                checks: [{ sql: 'SELECT count(*) FROM orders', on: 'shop', expect: { value: { min: 1 } } }],
              },
            ],
          },
          'save-orders': {
            title: 'Save the orders now',
            steps: [{ id: 'save', title: 'Dump them', do: [{ command: ['./backup.sh'], timeout: '30 min' }] }],
          },
          'try-restore-away': {
            title: 'Put away what was tried',
            steps: [{ id: 'away', title: 'Empty the folder', do: [{ command: ['./clean-up.sh'] }] }],
          },
        },
      ],
    }),
  // Drawn by `/dr card` (R106).
  cards: z
    .record(id, sequenceSchema)
    .default({})
    .meta({
      description: 'Small groups of steps for the hurry, by id; `/dr card` draws them into any incident.',
      examples: [
        {
          'stop-orders': {
            title: 'Take no orders',
            steps: [
              {
                id: 'close',
                title: 'Close the shop',
                do: [
                  { http: { env: 'SHOP_URL', path: '/mode' }, method: 'POST', body: 'mode=closed' },
                  { wait: '30 s' },
                ],
              },
            ],
          },
        },
      ],
    }),
  values: z
    .record(id, valueSchema)
    .default({})
    .meta({
      description: 'Values that steps use, by id: with a default, asked for, or captured from what an action says.',
      examples: [
        {
          host: { kind: 'choice', label: 'Database server', options: ['db-1', 'db-2'], default: 'db-1' },
          'restore-point': { kind: 'pattern', label: 'Restore as of', pattern: '\\d{4}-\\d{2}-\\d{2}T[0-9:]+Z' },
          'backup-key': { kind: 'pattern', label: 'Backup', pattern: '[a-z0-9/.-]+' },
          workers: { kind: 'number', label: 'Workers', min: 1, max: 16, default: 4 },
        },
      ],
    }),
  runners: z
    .record(id, runnerSchema)
    .default({})
    .meta({
      description: 'Machines that commands can run on, over ssh, by id.',
      examples: [{ database: { ssh: { host: 'db-1.shop.example', user: 'recovery' } } }],
    }),
  connections: z
    .record(id, connectionSchema)
    .default({})
    .meta({
      description: 'Databases that `sql` can ask, by id.',
      examples: [{ shop: { urlEnv: 'SHOP_DATABASE_URL' }, scratch: { urlEnv: 'SCRATCH_SERVER_URL' } }],
    }),
  reopenWithin: delayField.default(7 * 24 * 3_600_000).meta({
    description: 'How long a resolved incident can be opened again under the same id.',
    examples: ['3 days'],
  }),
}
