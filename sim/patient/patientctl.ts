/** The program `patientctl CONFIGURATION SUBCOMMAND …`, which a plan's steps run: hands on what it was started with, says what came of it, and how it ended. */
import { patientctl } from './subcommands.ts'

const [configurationPath = '', ...words] = process.argv.slice(2)
const { out = '', err = '', code } = await patientctl(configurationPath, words, process.env)
process.stdout.write(out === '' ? '' : `${out}\n`)
process.stderr.write(err === '' ? '' : `${err}\n`)
process.exitCode = code
