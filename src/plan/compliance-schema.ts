/** What laws and standards demand of a plan, tied to the part of it that answers. Part of the schema of a plan. */
import { z } from 'zod'
import { DRILL_PERIODS, type DrillPeriod } from './drill-schema.ts'
import { id, text } from './identifier.ts'
import { delayField } from './time-field.ts'

const demand = z.strictObject({
  text,
  /** Backups are kept for so long at least, ms. */
  keepBackups: delayField.optional(),
  /** A notice is sent within so long, ms, counted from where that notice counts. */
  notifyWithin: delayField.optional(),
  /** The notice that does it. */
  notice: id.optional(),
  /** Drills are held at least so often. */
  drillEvery: z.enum(Object.keys(DRILL_PERIODS) as [DrillPeriod, ...DrillPeriod[]]).optional(),
})

export const complianceSchema = z.strictObject({
  /** Such as SOC 2 Type II. */
  standard: text,
  demands: z.array(demand).min(1),
})
