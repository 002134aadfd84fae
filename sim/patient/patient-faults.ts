/** What can befall the patient. Each is done for real and has taken effect when it resolves. */
import type { PatientConfiguration } from './configuration.ts'
import { deployVersion, killService } from './service-control.ts'
import { databaseNameOf, databaseTrouble, dropDatabase, withDatabase } from './shop-database.ts'
import { BAD } from './versions.ts'

export const PATIENT_FAULTS = ['corrupt-table', 'drop-database', 'kill', 'bad-version'] as const
export type PatientFault = (typeof PATIENT_FAULTS)[number]

/** @throws Error in one sentence when there is nothing left to break. */
export async function breakPatient(
  patient: PatientConfiguration,
  adminUrl: string,
  fault: PatientFault,
): Promise<void> {
  switch (fault) {
    case 'corrupt-table':
      return corrupt(patient.databaseUrl).catch((error) => {
        throw new Error(`There is nothing left to damage: ${databaseTrouble(error)}.`)
      })
    case 'drop-database':
      return dropDatabase(adminUrl, databaseNameOf(patient.databaseUrl))
    case 'kill':
      await killService(patient)
      return
    case 'bad-version':
      await deployVersion(patient, BAD)
  }
}

/** As a script with a wrong WHERE leaves it: some rows nonsense, some gone. */
const corrupt = (databaseUrl: string) =>
  withDatabase(databaseUrl, async (client) => {
    await client.query(`
      BEGIN;
      DELETE FROM orders WHERE id % 41 = 7;
      UPDATE orders SET customer = reverse(customer) || '??', quantity = -quantity WHERE id % 13 = 5;
      COMMIT`)
  })
