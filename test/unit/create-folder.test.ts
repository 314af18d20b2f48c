import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { platform } from 'node:process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder, FolderError } from '../../src/create-folder.ts'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { temporaryFolder } from '../support/folder.ts'

test('creates a folder and those above it, and keeps what is there', () => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c')
  createFolder(folder)
  writeFileSync(join(folder, 'kept'), '')
  createFolder(folder)
  createFolder(join(folder, '..', 'd'))
  expect(statSync(join(folder, 'kept')).isFile()).toBe(true)
  expect(statSync(join(folder, '..', 'd')).isDirectory()).toBe(true)
})

test('names a file in the place of the folder, or of one above it', () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'file'), '')
  expect(() => createFolder(join(folder, 'file'))).toThrow(/EEXIST.*file/)
  expect(() => createFolder(join(folder, 'file', 'below'))).toThrow(/ENOTDIR.*below/)
})

test('names a link to nowhere', () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
  expect(() => createFolder(join(folder, 'link'))).toThrow(/EEXIST.*link/)
  expect(() => createFolder(join(folder, 'link', 'below'))).toThrow(/link/)
})

test.runIf(platform === 'linux')('returns where the system accepts no folders, and the log names the remedy', () => {
  expect(() => createFolder('/proc/aios/below')).toThrow(FolderError)
  expect(() => createFolder('/proc/aios/below')).toThrow(/cannot create \/proc\/aios: \/proc accepts no folders/)
  const log = openProvenanceLog('/proc/aios')
  log.append(sampleEvent())
  expect(log.error?.message).toContain('set AIOS_DIR to a folder that can be written')
})
