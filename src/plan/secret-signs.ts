/** By which a secret is known in a plan: names that variables, headers and fields of secrets have, and texts that are no reference to something else. */
import type { DataProblem, Path } from './problem.ts'

export const SECRET_WORDS =
  'PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?|AUTHORIZATION'
const SECRET_NAME = new RegExp(SECRET_WORDS, 'i')
/** It says where a secret is to be found or what kind it is of, and is none. */
const NAME_OF_A_PLACE = /_(?:FILE|PATH|DIR|URL|NAME|TYPE)$|ACCESS_?KEY_?ID$/i
const SECRET_HEADER =
  /^(?:(?:set-)?cookie|x-auth(?!-(?:email|user|username)$)(?:-.*)?|.*-(?:functions|subscription)-key)$/i

/** Something, and no variable that a shell fills in. */
export const LITERAL = String.raw`(?!["']?[$\`])(?:"[^"]+"|'[^']+'|[^\s"';|&)]+)`

/** Of a variable, or of a field however it is written: `api_key`, `Api-Key`, `apiKey`. */
export const isSecretName = (name: string): boolean => {
  const word = name.replaceAll('-', '_').replace(/([a-z0-9])([A-Z])/g, '$1_$2')
  return SECRET_NAME.test(word) && !NAME_OF_A_PLACE.test(word)
}

export const isSecretHeader = (name: string): boolean => SECRET_HEADER.test(name) || isSecretName(name)

const BY_REFERENCE = 'put it into a variable where Muster runs and write { secret: ITS_NAME } under "env" or "headers"'

export const inline = (path: Path, message: string, remedy = BY_REFERENCE): DataProblem => ({
  path,
  at: 'value',
  rule: 'secret-inline',
  message,
  remedy,
})
