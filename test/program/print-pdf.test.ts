/** What becomes of the browser that makes a PDF: programs that stand for Chromium do what it may do. With Chromium itself: test/browser/review.test.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { findChromium } from '../../src/program/print/find-chromium.ts'
import { createPrinter } from '../../src/program/print/print-pdf.ts'

const PAGE = '<!doctype html>\n<html><head><title>Review</title></head><body>A loose screw</body></html>'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-no-chromium-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const seen = (name: string) => readFileSync(path.join(folder, name), 'utf8')

/** @param body of a shell script: `$pdf` is what it is to write, `$page` what it shows. */
async function standIn(name: string, body: string): Promise<string> {
  const file = path.join(folder, name)
  const read =
    'for arg; do case "$arg" in --print-to-pdf=*) pdf=$(echo "$arg" | cut -d= -f2-);; file:*) page=$(echo "$arg" | cut -c8-);; esac; done'
  await writeFile(file, `#!/bin/sh\nseen=${folder}\n${read}\n${body}\n`)
  await chmod(file, 0o755)
  return file
}

const printerOf = (chromium: string, limitMs = 10_000) => {
  const printer = createPrinter({ chromium, wall: wallClock, limitMs })
  onTestFinished(() => printer.close())
  return printer
}

test('it sees the page, which may load and run nothing, and neither our environment nor a network; its home goes', async () => {
  const chromium = await standIn(
    'chromium',
    'env > $seen/env; echo "$@" > $seen/argv; cp "$page" $seen/page; pwd > $seen/home; echo "%PDF-1.4" > "$pdf"',
  )
  process.env.MUSTER_SECRET_OF_TEST = 'not for browsers'
  onTestFinished(() => void delete process.env.MUSTER_SECRET_OF_TEST)
  const pdf = await printerOf(chromium).print(PAGE)
  expect(Buffer.from(pdf).toString()).toBe('%PDF-1.4\n')
  expect(seen('env')).not.toContain('not for browsers')
  expect(seen('argv')).toContain('--host-resolver-rules=MAP * ~NOTFOUND')
  expect(seen('page')).toMatch(
    /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
  )
  expect(seen('page')).toContain('A loose screw')
  expect(existsSync(seen('home').trim())).toBe(false)
})

test('one that hangs is killed in time, with what it has started', async () => {
  const chromium = await standIn('hangs', 'trap "" TERM; sleep 600 & echo $! > $seen/child; echo $$ > $seen/own; wait')
  await expect(printerOf(chromium, 400).print(PAGE)).rejects.toThrow('Chromium has made no PDF within 0.4 seconds.')
  const isThere = (name: string) => {
    const stat = `/proc/${seen(name).trim()}/stat`
    return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ')
  }
  await expect.poll(() => [isThere('own'), isThere('child')]).toEqual([false, false])
})

test('one that makes nothing says why, and one that is not there as well', async () => {
  const chromium = await standIn('fails', 'echo "no display" >&2; exit 3')
  await expect(printerOf(chromium).print(PAGE)).rejects.toThrow('Chromium made no PDF: no display')
  await expect(printerOf('/nowhere/chromium').print(PAGE)).rejects.toThrow('there is no such program')
})

test('one at a time; after a failure the next is printed; closed, none is', async () => {
  const chromium = await standIn(
    'counts',
    'mkdir $seen/lock || exit 1; grep -q broken "$page" && { rmdir $seen/lock; exit 2; }; rmdir $seen/lock; echo "%PDF" > "$pdf"',
  )
  const printer = printerOf(chromium)
  const all = await Promise.allSettled([PAGE, PAGE.replace('loose', 'broken'), PAGE].map((page) => printer.print(page)))
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const going = printer.print(PAGE)
  await printer.close()
  await going.catch(() => {})
  await expect(printer.print(PAGE)).rejects.toThrow('Muster is stopping')
})

test('it is found under its names, in folders that are named whole', async () => {
  const apart = await mkdtemp(path.join(folder, 'path-'))
  await writeFile(path.join(apart, 'chromium'), 'no program')
  await standIn(`${path.basename(apart)}/google-chrome`, 'exit 0')
  expect(findChromium(`relative:${folder}/none:${apart}`)).toBe(path.join(apart, 'google-chrome'))
  expect(findChromium('/nowhere')).toBeUndefined()
  expect(findChromium(undefined)).toBeUndefined()
})
