/** Writes docs/commands.md. Run it when a command or its help changes; a test compares the two. */
import { writeFileSync } from 'node:fs'
import { commandsPage } from './commands-page.ts'

writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage())
