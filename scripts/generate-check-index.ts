/** Writes the list of rules into docs/checks/README.md from the pages beside it. Run it when a page is new or its first sentence changes; a test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs'
import { withIndex } from '../src/cli/check/explain.ts'

const file = new URL('../docs/checks/README.md', import.meta.url)
writeFileSync(file, withIndex(readFileSync(file, 'utf8')))
