/** What a visitor can do to the patient, in words, and what is to be declared then. Pure. */
export interface Break {
  fault: string
  label: string
  does: string
  /** What to declare then: a scenario of the plan `patient`, and what is seen. */
  declare: string
}

export const BREAKS: readonly Break[] = [
  {
    fault: 'corrupt-table',
    label: 'Damage a table',
    does: 'Some orders turn to nonsense, some are gone.',
    declare: 'database-damaged Orders are wrong',
  },
  {
    fault: 'drop-database',
    label: 'Drop the database',
    does: 'Everything that was ever sold is gone.',
    declare: 'database-lost The shop is closed',
  },
  {
    fault: 'kill',
    label: 'Kill the process',
    does: 'Nobody answers at the shop’s address.',
    declare: 'service-down The shop does not answer',
  },
  {
    fault: 'bad-version',
    label: 'Ship a bad release',
    does: 'Version 1.1.0 fails at every order.',
    declare: 'bad-release No order can be placed',
  },
]
