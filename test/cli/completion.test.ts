import { execFileSync } from 'node:child_process'
import { Argument, Command, Option } from 'commander'
import { expect, it } from 'vitest'
import { completionScript } from '../../src/cli/completion.ts'

function program(): Command {
  const program = new Command('muster').description("what it is: it's a program")
  program.command('check').addOption(new Option('--format <format>', 'how').choices(['text', 'json']))
  program.command('serve').addArgument(new Argument('<how>').choices(['quietly', 'loudly']))
  const journal = program.command('journal')
  journal.command('verify').option('--json', "a tool's")
  journal.command('export').option('--stream <stream>', 'one')
  return program
}

/** What bash itself offers when TAB is pressed behind these words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(program(), 'bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _muster; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['-c', script, 'bash', 'muster', ...words], { encoding: 'utf8' })
  return out.split('\n').filter((line) => line !== '')
}

it('bash is offered what can stand there', () => {
  expect(offered('')).toEqual(expect.arrayContaining(['check', 'serve', 'journal', '--help']))
  expect(offered('jo')).toEqual(['journal'])
  expect(offered('journal', '')).toEqual(expect.arrayContaining(['verify', 'export']))
  expect(offered('journal', '')).not.toContain('serve')
  expect(offered('journal', 'export', '--s')).toEqual(['--stream'])
  expect(offered('journal', 'verify', '--s')).toEqual([])
  expect(offered('check', '--format', '')).toEqual(['text', 'json'])
  expect(offered('serve', 'qu')).toEqual(['quietly'])
  // A file, which bash completes by itself.
  expect(offered('check', 'plans/sh')).toEqual([])
})

it('zsh takes the same, and fish has a line for each word, whatever stands in its description', () => {
  expect(completionScript(program(), 'zsh')).toContain(completionScript(program(), 'bash'))
  const fish = completionScript(program(), 'fish')
  expect(fish).toContain("complete -c muster -n '__fish_use_subcommand' -f -a check -d ''")
  expect(fish).toContain("complete -c muster -n '__muster_below journal verify' -l json -d 'a tool'\\''s'")
  expect(fish).toContain("-l format -d 'how' -x -a 'text json'")
})
