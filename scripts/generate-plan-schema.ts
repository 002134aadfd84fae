/** Writes docs/plan.schema.json from the schema in the sources. Run it after every change of the plan format; a test compares the two. */
import { writeFileSync } from 'node:fs'
import { planJsonSchema } from '../src/plan/json-schema.ts'

const file = new URL('../docs/plan.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(planJsonSchema(), null, 2)}\n`)
