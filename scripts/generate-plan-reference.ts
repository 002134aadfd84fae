/** Writes docs/plan-reference.md from the schema in the sources. Run it after every change of the plan format; a test compares the two. */
import { writeFileSync } from 'node:fs'
import { planReference } from './plan-reference/page.ts'

writeFileSync(new URL('../docs/plan-reference.md', import.meta.url), planReference())
