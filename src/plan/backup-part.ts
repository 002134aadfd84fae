/** What is backed up, and where the system and its backups lie. Part of the schema of a plan. */
import { z } from 'zod'
import { backupSetSchema, placeSchema, storeSchema } from './backup-schema.ts'
import { id } from './identifier.ts'
import { regionSchema } from './place-schema.ts'

export const backupPart = {
  stores: z
    .record(id, storeSchema)
    .default({})
    .meta({
      description: 'Buckets with backups, by id.',
      examples: [
        {
          main: { bucket: 'shop-backups', region: 'eu-central-1' },
          abroad: { bucket: 'shop-copies', region: 'us-east-2' },
        },
      ],
    }),
  places: z
    .record(id, placeSchema)
    .default({})
    .meta({
      description: 'Where backups lie besides, out of reach of Muster, by id.',
      examples: [{ office: { label: 'Disk in the office', region: 'Berlin', provider: 'ourselves' } }],
    }),
  backups: z
    .record(id, backupSetSchema)
    .default({})
    .meta({
      description: 'What is backed up, by id.',
      examples: [
        {
          orders: {
            label: 'Orders',
            store: 'main',
            prefix: 'orders/',
            components: ['database'],
            schedule: 'every 30 minutes',
            keep: '30 days',
            alsoIn: ['office'],
            verification: [
              {
                how: 'restore',
                schedule: 'weekly',
                trial: { sequence: 'try-restore', scratch: { on: 'scratch', as: ['SHOP_DATABASE_URL'] } },
              },
            ],
          },
          'orders-abroad': { label: 'Copies of the orders', store: 'abroad', copyOf: 'orders' },
        },
      ],
    }),
  regions: z
    .record(id, regionSchema)
    .default({})
    .meta({
      description: 'Where the system runs, by id.',
      examples: [{ frankfurt: { role: 'primary' }, dublin: { role: 'secondary', activation: '30 min' } }],
    }),
}
