/** Options among the arguments of a program. Knows the usual notations; what follows `--` is no option. */

const ownOptions = (args: readonly string[]): readonly string[] => {
  const end = args.indexOf('--')
  return end < 0 ? args : args.slice(0, end)
}

const isShort = (name: string): boolean => /^-[A-Za-z]$/.test(name)

function isOption(arg: string, name: string): boolean {
  if (arg === name || (name.length > 2 && arg.startsWith(`${name}=`))) return true
  // Several short ones in one word: `-qy`.
  return isShort(name) && /^-[A-Za-z]+\d*$/.test(arg) && arg.includes(name.charAt(1))
}

/** One of these: `--yes`, `-y` (also within `-qy`), `-auto-approve`; with or without a value. */
export const hasOption = (args: readonly string[], ...names: string[]): boolean =>
  ownOptions(args).some((arg) => names.some((name) => isOption(arg, name)))

/** The value of the first of these: `--file x`, `--file=x`, `-f x`, `-fx`. */
export function optionValue(args: readonly string[], ...names: string[]): string | undefined {
  for (const [index, arg] of ownOptions(args).entries()) {
    for (const name of names) {
      if (arg === name) return args[index + 1]
      if (name.length > 2 && arg.startsWith(`${name}=`)) return arg.slice(name.length + 1)
      if (isShort(name) && arg.startsWith(name)) return arg.slice(2)
    }
  }
  return undefined
}

/** Arguments that are no options. @param takesValue options whose value is the next argument. */
export function operandsOf(args: readonly string[], takesValue: readonly string[] = []): string[] {
  const operands: string[] = []
  let isBehindDashes = false
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (isBehindDashes || !arg.startsWith('-') || arg === '-') operands.push(arg)
    else if (arg === '--') isBehindDashes = true
    else if (takesValue.includes(arg)) index += 1
  }
  return operands
}
