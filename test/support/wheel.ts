import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const BUILD = `
import sys, zipfile
path, name, member, content = sys.argv[1:]
info = name + '-1.0.dist-info/'
with zipfile.ZipFile(path, 'w') as wheel:
    wheel.writestr(member, content)
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: ' + name + '\\nVersion: 1.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
`

/** Builds a real Python wheel, version 1.0, that holds one file. */
export function buildWheel(folder: string, name: string, member: string, content: string): void {
  execFileSync('python3', ['-c', BUILD, join(folder, `${name}-1.0-py3-none-any.whl`), name, member, content])
}
