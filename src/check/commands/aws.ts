/** Calls of Amazon's command line: which service and operation, with which options. */
import type { Invocation } from './invocations.ts'
import { operandsOf } from './options.ts'

/** Its own options that take a value and may stand before the service. */
const TAKES_VALUE = ['--region', '--profile', '--output', '--query', '--endpoint-url', '--ca-bundle', '--color']

export interface AwsCall {
  service: string
  operation: string
  /** What follows the operation and is no option; values of the operation's own options are among them. */
  operands: string[]
}

export function awsCall({ program, args }: Invocation): AwsCall | null {
  if (program !== 'aws') return null
  const [service = '', operation = '', ...operands] = operandsOf(args, TAKES_VALUE)
  return { service, operation, operands }
}
